import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const patience = { timeout: 60_000 };

/** Somebody at a window of the page, and what they can do there. */
export interface Visitor {
  readonly page: Page;
  /** The conversation, with what stands above it. */
  readonly main: Locator;
  readonly thread: Locator;
  readonly github: Locator;
  readonly tour: Locator;
  /** The one that is on top. */
  readonly dialog: Locator;
  readonly composer: Locator;
  /** Chooses whom the window is. */
  readonly becomes: (who: string) => Promise<void>;
  /** Waits until the window is somebody. */
  readonly is: (who: string) => Promise<void>;
  /** Opens a channel, the conversation with the app, or its Home. */
  readonly opens: (place: string) => Promise<void>;
  /** Types a line, and has it sent; the app may be too slow to take it. */
  readonly types: (line: string) => Promise<void>;
  /** Presses a button of the conversation, by its first words. */
  readonly presses: (words: string) => Promise<void>;
  /** Presses a button of the dialog until the dialog is gone: again where the app was too slow to answer. */
  readonly submits: (words: string) => Promise<void>;
  /** Cancels the dialog, and waits until it is gone: there, errors from before may still stand. */
  readonly cancels: () => Promise<void>;
}

/** The people of a window do all by what they see there. */
export function visitor(page: Page): Visitor {
  const main = page.getByRole('main');
  const dialogs = page.getByRole('dialog');
  const dialog = dialogs.last();
  const composer = main.getByRole('combobox', { name: 'Message ' });
  const you = page.getByLabel('You are');
  const is = (who: string) => expect.poll(() => page.title(), patience).toContain(`· ${who}`);
  return {
    page,
    main,
    thread: page.getByRole('complementary', { name: 'Thread' }),
    github: page.getByRole('complementary', { name: 'GitHub' }),
    tour: page.getByRole('region', { name: 'Tour' }),
    dialog,
    composer,
    is,
    async becomes(who) {
      const option = you.locator('option', { hasText: who });
      await you.selectOption(await option.getAttribute('value'));
      await is(who);
    },
    opens: (place) => page.getByRole('navigation', { name: 'Workspace' }).getByRole('button', { name: place }).click(),
    async types(line) {
      await composer.fill(line);
      await composer.press('Enter');
      const tooSlow = page.getByRole('status').getByText('3 seconds');
      const isOver = async () => (await composer.inputValue()) === '' || (await tooSlow.count()) > 0;
      await expect.poll(isOver, patience).toBe(true);
    },
    presses: (words) =>
      main
        .getByRole('button', { name: new RegExp(`^${words}`) })
        .first()
        .click(),
    async cancels() {
      await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
      await expect.poll(() => dialogs.count(), patience).toBe(0);
    },
    async submits(words) {
      const button = dialog.getByRole('button', { name: words, exact: true });
      const ready = button.and(page.locator(':enabled'));
      const alert = dialog.getByRole('alert');
      for (;;) {
        await button.click();
        const isOver = async () =>
          (await dialogs.count()) === 0 || ((await ready.count()) > 0 && (await alert.count()) > 0);
        await expect.poll(isOver, patience).toBe(true);
        if ((await dialogs.count()) === 0) return;
        const said = await alert.allInnerTexts();
        if (!said.some((one) => one.includes('Try again?'))) throw new Error(`The form came back: ${said}`);
      }
    },
  };
}
