import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openWindows } from './rig/open-windows.ts';
import { opensForm } from './rig/opens-form.ts';
import { startDemo } from './rig/start-demo.ts';

const demo = await startDemo();
const windows = await openWindows();

const focused = (page: Page) => page.locator(':focus');

/** Goes on by Tab to something. */
async function tabsTo(page: Page, wanted: Locator): Promise<void> {
  for (let steps = 0; steps < 80; steps++) {
    if ((await wanted.and(focused(page)).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`80 times Tab did not lead to ${wanted}.`);
}

it('a release is started by the keyboard alone', async () => {
  const visitor = await windows.open(`${demo}?side=none`);
  const { composer, dialog, main, page } = visitor;
  const { keyboard } = page;
  const command = async () => {
    await composer.and(focused(page)).waitFor();
    await keyboard.press('Control+A');
    await keyboard.type('/rel');
    await keyboard.press('ArrowDown');
    await keyboard.press('Tab');
    await keyboard.type(' billing');
    await keyboard.press('Enter');
  };
  const start = async () => {
    await opensForm(visitor, command, dialog.getByText('Last release'));
    await dialog.locator(':focus').waitFor();
  };
  await composer.waitFor();
  await tabsTo(page, composer);
  await start();
  await keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await start(); // where it was left

  await tabsTo(page, dialog.getByRole('radio', { name: 'minor' }));
  await keyboard.press('ArrowUp');
  await dialog.getByRole('radio', { name: 'patch', checked: true }).waitFor();
  await tabsTo(page, dialog.getByLabel('Which features?'));
  await keyboard.press('ArrowDown');
  await dialog.getByRole('button', { name: 'Take invoice-export away' }).waitFor();
  await tabsTo(page, dialog.getByLabel('Rollout plan'));
  await keyboard.type('Canary');
  await tabsTo(page, dialog.getByRole('button', { name: 'Start' }));
  await keyboard.press('Enter');
  const watched = dialog.getByLabel('What to watch after the deployment');
  await watched.and(focused(page)).waitFor(); // what is missing
  await keyboard.type('Errors');
  await tabsTo(page, dialog.getByRole('button', { name: 'Start' }));
  await keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await composer.and(focused(page)).waitFor();

  const checklist = main.getByRole('button', { name: 'Open checklist' });
  await checklist.waitFor();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await tabsTo(page, checklist);
  await opensForm(visitor, () => keyboard.press('Enter'), dialog.getByRole('checkbox'));
  await tabsTo(page, dialog.getByRole('checkbox').first());
  await keyboard.press('Space');
  await dialog.getByRole('checkbox', { checked: true }).waitFor();
  await tabsTo(page, dialog.getByRole('button', { name: 'Save' }));
  await keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await main.getByText('1 of 3 ticked').waitFor();
  await checklist.and(focused(page)).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
});
