import { expect, it } from 'vitest';
import { formApp, type Heard } from './rig/form-app.ts';
import { openPage } from './rig/open-page.ts';
import { openWindows } from './rig/open-windows.ts';
import type { Visitor } from './rig/visitor.ts';

const heard: Heard = [];
const local = await openPage(formApp(heard));
const windows = await openWindows();
const patience = { timeout: 60_000 };
const connectionErrors = /ERR_(CONNECTION_(REFUSED|RESET|CLOSED)|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE)/;

const away = ({ page }: Visitor) => page.getByRole('status').getByText('The sandbox is away');
const wish = ({ dialog }: Visitor) => dialog.getByLabel('Wish');

it('a page whose server goes says so, and goes on by itself when it is back, with all that was half typed', async () => {
  const visitor = await windows.open(local.address);
  const { composer, dialog, main, page } = visitor;
  await composer.pressSequentially('half a li');
  const other = await windows.open(local.address);
  await other.types('/form');
  await dialog.getByRole('button', { name: 'Ask me more' }).click();
  await wish(visitor).pressSequentially('half a wi');

  await local.stop();
  await away(visitor).waitFor();
  await local.elsewhere.person('kenji').types('#dev', 'Said meanwhile');
  await wish(visitor).pressSequentially('sh');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('status').getByText('The sandbox does not answer.').waitFor();
  expect(await wish(visitor).inputValue()).toBe('half a wish');

  await local.startAgain();
  await away(visitor).waitFor({ state: 'detached' });
  await main.getByText('Said meanwhile').waitFor();
  expect(await wish(visitor).inputValue()).toBe('half a wish');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await wish(visitor).waitFor({ state: 'detached' });
  expect(heard.at(-1)).toMatchObject({ what: 'more', of: { Wish: { Wish: { value: 'half a wish' } } } });
  await visitor.cancels();
  expect(await composer.inputValue()).toBe('half a li');
  await composer.pressSequentially('ne');
  await composer.press('Enter');
  await main.getByRole('article').getByText('half a line', { exact: true }).waitFor();
  await expect.poll(() => page.getByRole('status').textContent(), patience).not.toMatch(/away|does not answer/);
  windows.expectTroubles(connectionErrors);
});

it('a page finds its way into another sandbox that has taken the place of its own', async () => {
  const visitor = await windows.open(local.address);
  const { composer, main } = visitor;
  await visitor.types('Of the old one');
  await main.getByText('Of the old one').waitFor();
  await composer.pressSequentially('for the new one');
  await local.stop();
  await away(visitor).waitFor();
  const next = await openPage(() => undefined, Number(new URL(local.address).port));
  await next.elsewhere.person('kenji').types('#dev', 'Of the new one');
  await away(visitor).waitFor({ state: 'detached' });
  await main.getByText('Of the new one').waitFor();
  expect(await main.getByText('Of the old one').count()).toBe(0);
  await composer.press('Enter');
  await main.getByRole('article').getByText('for the new one').waitFor();
  windows.expectTroubles(connectionErrors);
});
