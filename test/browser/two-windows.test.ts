import { expect, it } from 'vitest';
import { openWindows } from './rig/open-windows.ts';
import { asksToStart, fillsTheForm } from './rig/release-acts.ts';
import { startDemo } from './rig/start-demo.ts';

const demo = await startDemo();
const windows = await openWindows();
const patience = { timeout: 60_000 };

/** A window that is somebody from the start, as its address says. */
const windowOf = (name: string, where = 'dev-backend-github') => windows.open(`${demo}?as=${name}&in=${where}`);

it('what one person does, another one sees at once', async () => {
  const [maria, lena, ben] = [await windowOf('maria'), await windowOf('lena'), await windowOf('ben', 'changelog')];
  await lena.is('Lena Bauer');
  await maria.types('Shall we release? @ben has *two* features');
  const said = lena.main.getByRole('article').filter({ hasText: 'Shall we release?' });
  await said.getByText('@Ben Walker').waitFor();
  await said.getByText('two', { exact: true }).waitFor();
  const channels = ben.page.getByRole('navigation', { name: 'Workspace' });
  await channels.getByRole('button', { name: 'dev-backend-github, 1 unread' }).waitFor();
  await expect.poll(() => lena.page.getByRole('button', { name: /unread/ }).count(), patience).toBe(0); // she reads it

  await said.hover();
  await said.getByRole('button', { name: 'Reply in thread' }).click();
  await lena.thread.getByRole('combobox', { name: 'Message the thread' }).fill('Yes');
  await lena.page.keyboard.press('Enter');
  await maria.main.getByRole('button', { name: '1 reply' }).click();
  await maria.thread.getByRole('article').filter({ hasText: 'Lena Bauer' }).getByText('Yes').waitFor();

  await maria.types('/release status');
  await maria.main.getByText('Only visible to you').waitFor();
  await lena.types('Then do'); // seen by maria: her answer would have been there before it
  await maria.main.getByText('Then do').waitFor();
  expect(await lena.main.getByText('Only visible to you').count()).toBe(0);
});

it('a person sees the same form in both of their windows, and everybody the card that comes of it', async () => {
  const [here, there, lena] = [await windowOf('maria'), await windowOf('maria'), await windowOf('lena')];
  await asksToStart(here);
  await there.dialog.getByText('Last release v1.4.2').waitFor();
  await here.dialog.getByLabel('Kind of version').getByLabel('patch').check();
  await there.dialog.getByRole('radio', { name: 'patch', checked: true }).waitFor();
  await there.dialog.getByLabel('Rollout plan').fill('Typed over there');
  await there.dialog.getByLabel('What to watch after the deployment').focus();
  await expect.poll(() => here.dialog.getByLabel('Rollout plan').inputValue(), patience).toBe('Typed over there');
  expect(await lena.page.getByRole('dialog').count()).toBe(0);
  await fillsTheForm(there);
  await here.page.getByRole('dialog').waitFor({ state: 'detached' });
  for (const { main } of [here, there, lena])
    await main.getByRole('article').filter({ hasText: 'billing 1.4.3 · Backend service' }).waitFor();
});

it('whoever may not see a place stands in another one', async () => {
  const guest = await windowOf('gus', 'changelog');
  await guest.main.getByRole('log', { name: 'Messages of #dev-backend-github' }).waitFor();
  await guest.becomes('Ben Walker');
  await guest.opens('changelog');
  await guest.main.getByRole('log', { name: 'Messages of #changelog' }).waitFor();
  await guest.becomes('Gus Guest');
  await guest.main.getByRole('log', { name: 'Messages of #dev-backend-github' }).waitFor();
});
