import type { Page } from 'playwright-core';

/** Tells what a window complains of, what it could not load, and whatever it asks of anybody but the page's own server. */
export function watch(page: Page, host: string, tell: (trouble: string) => void): void {
  page.on('console', (message) => {
    const kind = message.type();
    if (kind === 'error' || kind === 'warning') tell(`${kind}: ${message.text()}`);
  });
  page.on('pageerror', (error) => tell(`thrown: ${error.message}`));
  page.on('requestfailed', (request) => {
    tell(`failed: ${request.method()} ${request.url()}: ${request.failure()?.errorText}`);
  });
  page.on('request', (request) => {
    const address = new URL(request.url());
    if (address.protocol !== 'http:' || address.host !== host) tell(`asked elsewhere: ${request.url()}`);
  });
}
