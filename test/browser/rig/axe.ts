import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const source = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

const run = `axe
  .run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
  .then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html.slice(0, 200) + ' ' + node.failureSummary)),
  )`;

/** What of the page breaks the rules that axe-core can look at, one sentence for each element. */
export async function violations(page: Page): Promise<unknown> {
  await page.evaluate(source); // by the debugger: the page itself would not take it in
  return await page.evaluate(run);
}

const wide = `[...document.querySelectorAll('*')]
  .filter((one) => one.matches('html') || ['auto', 'scroll'].includes(getComputedStyle(one).overflowX))
  .filter((one) => !one.matches('textarea, input') && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.outerHTML.slice(0, 120) + ' is ' + one.scrollWidth + ' wide, and shows ' + one.clientWidth)`;

/** What has to be scrolled sideways. */
export async function tooWide(page: Page): Promise<unknown> {
  return await page.evaluate(wide);
}
