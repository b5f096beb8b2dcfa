import { expect, it } from 'vitest';
import { tooWide, violations } from './rig/axe.ts';
import { openWindows } from './rig/open-windows.ts';
import { asksToStart, ends, fillsTheForm, ticksTheChecklist } from './rig/release-acts.ts';
import { startDemo } from './rig/start-demo.ts';
import type { Visitor } from './rig/visitor.ts';

const demo = await startDemo();
const windows = await openWindows();

const usual = { width: 1280, height: 800 };
const narrow = { width: 390, height: 800 };

/** Whatever is shown now breaks no rule of axe-core's, light and dark, wide and narrow, and is never to be scrolled sideways. */
async function isAccessible({ page }: Visitor): Promise<void> {
  for (const size of [usual, narrow]) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect([size.width, colorScheme, await violations(page), await tooWide(page)]).toEqual([
        size.width,
        colorScheme,
        [],
        [],
      ]);
    }
  }
  await page.setViewportSize(usual);
}

it('an empty channel, its composer and the form that starts a release can be used by everybody', async () => {
  const visitor = await windows.open(`${demo}?side=none`);
  const { composer, dialog, main, page, submits } = visitor;
  await main.getByText('Nothing was said here yet').waitFor();
  await isAccessible(visitor);
  await page.setViewportSize(narrow);
  await main.getByRole('button', { name: 'Channels' }).click();
  await isAccessible(visitor);
  await composer.fill('/re');
  await page.getByRole('listbox', { name: 'Commands' }).waitFor();
  await isAccessible(visitor);
  await asksToStart(visitor);
  await dialog.getByText('Last release').waitFor();
  await isAccessible(visitor);
  await dialog.getByRole('button', { name: 'Start' }).click();
  await dialog.getByRole('alert').first().waitFor();
  await isAccessible(visitor);
  await submits('Not now');
});

it('a release that runs can be used by everybody, wherever one looks at it', async () => {
  const visitor = await windows.open(`${demo}?side=none`);
  const { github, main, page } = visitor;
  await asksToStart(visitor);
  await fillsTheForm(visitor);
  await ticksTheChecklist(visitor);
  await main.getByText('👤 Waiting: Backend lead signs').waitFor();
  await isAccessible(visitor);

  await main.getByRole('button', { name: 'GitHub' }).click();
  await github.getByRole('button', { name: 'Fail: ci.yml' }).waitFor();
  await page.evaluate("for (const one of document.querySelectorAll('.github details')) one.open = true");
  await isAccessible(visitor);
  await ends(visitor, 'ci.yml', 'Fail');
  await main.getByText('🔴').waitFor();
  await main.getByRole('button', { name: /replies$/ }).click();
  await visitor.thread.getByText('🔴').first().waitFor();
  await isAccessible(visitor);
  await main.getByRole('button', { name: '🕒' }).click();
  await page.getByRole('complementary', { name: 'Clock' }).getByText('reminder').first().waitFor();
  await isAccessible(visitor);
  await page.getByRole('button', { name: 'Close the clock' }).click();
  await visitor.opens('Home');
  await main.getByText('Running releases').waitFor();
  await isAccessible(visitor);
  await visitor.opens('slipway');
  await main.getByText('Sending messages to this app has been turned off.').waitFor();
  expect(await visitor.composer.count()).toBe(0);
  await isAccessible(visitor);
});
