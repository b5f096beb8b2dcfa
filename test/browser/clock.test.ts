import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { openWindows } from './rig/open-windows.ts';
import { asksToStart, fillsTheForm } from './rig/release-acts.ts';
import { startDemo } from './rig/start-demo.ts';

const demo = await startDemo();
const windows = await openWindows();
const patience = { timeout: 60_000 };
const hour = 3_600_000;

/** The time that the clock shows, as milliseconds of whatever zone. */
async function timeOn(clock: Locator): Promise<number> {
  const [shown = ''] = /\w+ \d+, \d{4}, \d+:\d\d [AP]M/.exec((await clock.innerText()).replaceAll('\u202f', ' ')) ?? [];
  return Date.parse(shown);
}

it('the clock goes on to the next reminder, and Slipway reminds', async () => {
  const visitor = await windows.open(demo);
  const { main, page, thread } = visitor;
  await asksToStart(visitor);
  await fillsTheForm(visitor);
  await main.getByText('👤 Waiting: Expectations').waitFor();
  await main.getByText('Started by').locator('time', { hasText: 'today' }).waitFor();

  await main.getByRole('button', { name: '🕒' }).click();
  const clock = page.getByRole('complementary', { name: 'Clock' });
  const before = await timeOn(clock);
  await clock.getByRole('button', { name: '+ 1 h' }).click();
  await expect.poll(() => timeOn(clock), patience).toBeGreaterThanOrEqual(before + hour);
  expect(await timeOn(clock)).toBeLessThan(before + 23 * hour);

  const planned = clock.getByRole('listitem');
  await expect.poll(() => planned.count(), patience).toBe(1); // what machines look at is done
  await planned.getByText('billing 1.5.0: reminder of “Expectations”').waitFor();
  await planned.getByRole('button', { name: 'Go there' }).click();
  await main.getByText('⏰ Overdue: Expectations').waitFor();
  await main.getByText('Started by').locator('time', { hasText: 'yesterday' }).waitFor();
  expect(await timeOn(clock)).toBeGreaterThanOrEqual(before + 24 * hour);
  await planned.getByText('billing 1.5.0: reminder of “Expectations”').waitFor(); // the next one

  await main.getByRole('button', { name: '2 replies' }).click();
  const reminder = thread.getByRole('article').filter({ hasText: 'has waited for' });
  await reminder.getByText('Expectations of billing 1.5.0').waitFor();
  await reminder.getByRole('button', { name: 'Open checklist' }).waitFor();
});
