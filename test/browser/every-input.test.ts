import { expect, it } from 'vitest';
import { chosen, expected, paper, typed } from './rig/form-answers.ts';
import { errorOf, formApp, type Heard, hintOf, labels } from './rig/form-app.ts';
import { openPage } from './rig/open-page.ts';
import { openWindows } from './rig/open-windows.ts';
import type { Visitor } from './rig/visitor.ts';

const heard: Heard = [];
const { address } = await openPage(formApp(heard));
const windows = await openWindows();
const patience = { timeout: 60_000 };

/** What Slack itself does not take, with what is right. */
const wrong = [
  ['Name', 'Al', typed.Name],
  ['Amount', 'many', typed.Amount],
  ['Address', 'nowhere', typed.Address],
  ['Mail', 'nobody', typed.Mail],
] as const;
const slacksErrors = {
  Name: 'Please enter at least 3 characters.',
  Amount: 'Please enter a valid number.',
  Address: 'Please enter a valid URL.',
  Mail: 'Please enter a valid email address.',
};
const field = ({ dialog }: Visitor, label: string) => dialog.getByLabel(label, { exact: true });
const block = ({ dialog, page }: Visitor, label: string) =>
  dialog.locator('.input', { has: page.locator('.label', { hasText: new RegExp(`^\\s*${label}\\s*$`) }) });
const orders = ({ dialog }: Visitor) => dialog.getByRole('button', { name: 'Order' }).click();

/** Waits until the fields say what is wrong with them, and no others do. */
async function saysWrong(visitor: Visitor, errors: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, error] of Object.entries(errors))
    await block(visitor, label).getByRole('alert').getByText(error).waitFor();
  await expect.poll(() => visitor.dialog.getByRole('alert').count(), patience).toBe(Object.keys(errors).length);
}

/** Types into a menu that asks the app, and takes what it offers. */
async function finds(visitor: Visitor, label: string, text: string, city: string): Promise<void> {
  await field(visitor, label).pressSequentially(text);
  await block(visitor, label).getByRole('button', { name: city, exact: true }).click();
  await block(visitor, label).locator('.chip', { hasText: city }).waitFor();
}

async function fillsInAll(visitor: Visitor): Promise<void> {
  const { dialog } = visitor;
  for (const [label, text] of Object.entries(typed)) await field(visitor, label).fill(text);
  for (const [label, value] of Object.entries(chosen)) await field(visitor, label).selectOption(value);
  for (const fruit of ['plum', 'pear', 'apple']) await field(visitor, 'Fruits').selectOption(fruit);
  await dialog.getByRole('button', { name: 'Take Pear away' }).click();
  for (const guest of ['U0LEA', 'U0MARIA']) await field(visitor, 'Guests').selectOption(guest);
  for (const place of ['C0OPEN', 'C0DEV']) await field(visitor, 'Channels').selectOption(place);
  for (const place of ['C0SECRET', 'C0TEAM']) await field(visitor, 'Conversations').selectOption(place);
  await finds(visitor, 'City', 'berg', 'Bergen');
  await finds(visitor, 'Stops', 'berl', 'Berlin');
  await finds(visitor, 'Stops', 'b', 'Bergamo');
  for (const extra of ['Lemon', 'Milk']) await dialog.getByRole('checkbox', { name: extra }).check();
  await dialog.getByRole('radio', { name: 'Large' }).check();
  await field(visitor, 'Papers').setInputFiles(paper);
  await dialog.getByRole('checkbox', { name: 'Honey' }).check();
}

/** All that was filled in stands there. */
async function hasAll(visitor: Visitor): Promise<void> {
  for (const [label, text] of Object.entries({ ...typed, ...chosen }))
    await expect.poll(() => field(visitor, label).inputValue(), patience).toBe(text);
  const chips = {
    Fruits: ['Plum', 'Apple'],
    Guests: ['Lea Roth', 'Maria Rossi'],
    City: ['Bergen'],
    Stops: ['Berlin', 'Bergamo'],
    Channels: ['#open', '#dev'],
    Conversations: ['#secret', '#team'],
    Papers: ['plan.txt'],
  };
  for (const [label, texts] of Object.entries(chips))
    await expect
      .poll(() => block(visitor, label).locator('.chip').allInnerTexts(), patience)
      .toMatchObject(texts.map((text) => expect.stringContaining(text)));
  for (const name of ['Honey', 'Milk', 'Lemon'])
    await visitor.dialog.getByRole('checkbox', { name, checked: true }).waitFor();
  await visitor.dialog.getByRole('radio', { name: 'Large', checked: true }).waitFor();
}

async function opensTheForm(): Promise<Visitor> {
  const visitor = await windows.open(address);
  await visitor.types('/form');
  await field(visitor, 'Name').waitFor();
  return visitor;
}

it('each kind of input is called by its label, and described by its hint', async () => {
  const visitor = await opensTheForm();
  for (const label of labels) {
    const described = await field(visitor, label).getAttribute('aria-describedby');
    expect(await visitor.page.locator(`[id="${described}"]`).textContent()).toContain(hintOf(label));
  }
  expect(await field(visitor, 'Mail').getAttribute('placeholder')).toBe('somebody@example.com');
  expect(await field(visitor, 'City').getAttribute('placeholder')).toBe('Type a city');
  expect(await field(visitor, 'Fruits').textContent()).toContain('Any fruit');
  await orders(visitor);
  await saysWrong(visitor, Object.fromEntries(labels.map((label) => [label, 'Please complete this required field.'])));
  await field(visitor, 'Name').and(visitor.page.locator(':focus')).waitFor();
  await visitor.cancels();
  expect(heard).toEqual([]);
});

it('what is wrong is said at its field, nothing that was filled in is lost, and the app gets just that', async () => {
  const visitor = await opensTheForm();
  await fillsInAll(visitor);
  for (const [label, text] of wrong) await field(visitor, label).fill(text);
  await orders(visitor);
  await saysWrong(visitor, slacksErrors);
  for (const [label, text, right] of wrong) {
    expect(await field(visitor, label).inputValue()).toBe(text);
    expect(await field(visitor, label).getAttribute('aria-invalid')).toBe('true');
    await field(visitor, label).fill(right);
  }
  await orders(visitor);
  await saysWrong(visitor, Object.fromEntries(labels.map((label) => [label, errorOf(label)])));
  await hasAll(visitor);
  await visitor.submits('Order');
  expect(heard.filter(({ what }) => what === 'form')).toEqual([
    { what: 'form', of: expected },
    { what: 'form', of: expected },
  ]);
});

it('buttons and menus beside texts ask where they are to ask, and a modal is laid upon the other', async () => {
  heard.splice(0);
  const visitor = await opensTheForm();
  const { dialog } = visitor;
  await field(visitor, 'Name').fill('Ada');
  await dialog.getByRole('button', { name: 'Ring the bell' }).click();
  await dialog.getByText('It rings at once.').waitFor();
  await dialog.getByRole('button', { name: 'No' }).click();
  await dialog.getByRole('button', { name: 'Ring the bell' }).click();
  await dialog.getByRole('button', { name: 'Ring', exact: true }).click();
  await expect.poll(() => heard, patience).toEqual([{ what: 'bell' }]);
  await dialog.locator('summary').click();
  await dialog.getByRole('button', { name: 'Second' }).click();
  await expect.poll(() => heard.at(-1), patience).toMatchObject({ what: 'menu', of: { value: 'second' } });

  await dialog.getByRole('button', { name: 'Ask me more' }).click();
  await field(visitor, 'Wish').waitFor();
  await dialog.getByRole('button', { name: 'Back to Everything' }).click();
  expect(await field(visitor, 'Name').inputValue()).toBe('Ada');
  await dialog.getByRole('button', { name: 'Ask me more' }).click();
  await field(visitor, 'Wish').fill('a window seat');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect.poll(() => field(visitor, 'Name').inputValue(), patience).toBe('Ada');
  expect(heard.at(-1)).toEqual({
    what: 'more',
    of: { Wish: { Wish: { type: 'plain_text_input', value: 'a window seat' } } },
  });
});
