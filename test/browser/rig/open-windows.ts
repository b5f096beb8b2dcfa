import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, expect } from 'vitest';
import { launchChromium } from '../../../demo/record/viewer.ts';
import { type Visitor, visitor } from './visitor.ts';
import { watch } from './watch.ts';

const patience = 60_000; // of each wait, on a machine that others use too

/** A browser whose windows look at the page. */
export interface Windows {
  /** Opens a window of its own that keeps nothing from the others. */
  readonly open: (address: string, options?: BrowserContextOptions) => Promise<Visitor>;
  /** Takes out of what went wrong so far in any of them what was to be expected. */
  readonly expectTroubles: (expected: RegExp) => void;
}

/** Starts Chromium for the tests of a file. Each of them fails where a window had trouble that it did not expect. */
export async function openWindows(): Promise<Windows> {
  const browser = await launchChromium();
  afterAll(() => browser.close());
  const troubles: string[] = [];
  afterEach(async () => {
    const seen = troubles.splice(0);
    for (const context of browser.contexts()) await context.close();
    troubles.splice(0); // what was under way when its window was closed
    expect(seen).toEqual([]);
  });
  return {
    expectTroubles(expected) {
      const rest = troubles.splice(0).filter((one) => !expected.test(one));
      troubles.push(...rest);
    },
    async open(address, options = {}) {
      // a zone and a language that nobody of the story has: the page shows the person's, not the machine's
      const context = await browser.newContext({ timezoneId: 'Pacific/Auckland', locale: 'de-DE', ...options });
      context.setDefaultTimeout(patience);
      const page = await context.newPage();
      watch(page, new URL(address).host, (trouble) => troubles.push(trouble));
      await page.goto(address);
      return visitor(page);
    },
  };
}
