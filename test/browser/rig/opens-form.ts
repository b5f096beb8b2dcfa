import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Visitor } from './visitor.ts';

const patience = { timeout: 60_000 };

/**
 * Asks for a form until `sign` is to be seen in it: again where Slack's three seconds were over before it could open, as
 * people would. A slow machine is no part of a story.
 */
export async function opensForm({ page }: Visitor, ask: () => Promise<void>, sign: Locator): Promise<void> {
  const tooLate = page.getByText('3 seconds');
  const putAway = page.getByRole('button', { name: 'Put the notice away' });
  for (;;) {
    if (await putAway.isVisible()) await putAway.click();
    const before = await tooLate.count();
    await ask();
    const isOver = async () => (await sign.count()) > 0 || (await tooLate.count()) > before;
    await expect.poll(isOver, patience).toBe(true);
    if ((await sign.count()) > 0) return;
  }
}
