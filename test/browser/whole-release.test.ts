import { expect, it } from 'vitest';
import { openWindows } from './rig/open-windows.ts';
import { opensForm } from './rig/opens-form.ts';
import { ends, fillsTheForm, signs, ticksTheChecklist } from './rig/release-acts.ts';
import { startDemo } from './rig/start-demo.ts';
import type { Visitor } from './rig/visitor.ts';

const demo = await startDemo();
const windows = await openWindows();

/** Types the command with its completion. */
async function completesTheCommand({ composer, page }: Visitor): Promise<void> {
  await composer.fill('/re');
  const offers = page.getByRole('listbox', { name: 'Commands' });
  const marked = offers.getByRole('option', { selected: true });
  await composer.press('ArrowDown');
  await expect.poll(() => marked.textContent()).toContain('/release start');
  await composer.press('Tab');
  await expect.poll(() => composer.inputValue()).toBe('/release start ');
  await offers.waitFor({ state: 'detached' });
  await composer.pressSequentially('billing');
  await composer.press('Enter');
}

/** The backend lead signs, whom the tour leads to the place. */
async function lenaSigns(lena: Visitor): Promise<void> {
  const { is, tour } = lena;
  await tour.getByText('it is the turn of Lena Bauer or Tom Hughes').waitFor();
  await tour.getByRole('button', { name: 'Be Lena Bauer' }).click();
  await is('Lena Bauer');
  await signs(lena);
}

/** Operations deploy; they are asked first, and may still say no. */
async function omarDeploys({ becomes, dialog, main, presses, submits }: Visitor): Promise<void> {
  await main.getByRole('button', { name: 'Deploy 1.5.0 to production' }).waitFor();
  await becomes('Omar Okafor');
  await presses('Deploy 1.5.0 to production');
  await dialog.getByText('Plan: Canary at 10 %, then all').waitFor();
  await submits('Not now');
  await presses('Deploy 1.5.0 to production');
  await submits('Deploy');
}

/** After the deployment the checklist wants evidence, and keeps what was ticked until it has it. */
async function omarLooksAtMetrics(omar: Visitor): Promise<void> {
  const { dialog, is, page, presses, submits, tour } = omar;
  await tour.getByRole('button', { name: 'Be Omar Okafor' }).click();
  await is('Omar Okafor');
  const boxes = dialog.getByRole('checkbox', { name: 'Done' });
  await opensForm(omar, () => presses('Open checklist'), boxes);
  for (const box of await boxes.all()) await box.check();
  await dialog.getByLabel('Evidence for “Metrics are normal”').fill('https://grafana.acme.example/d/billing');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('alert').getByText('Give the evidence').waitFor();
  const missing = dialog.getByLabel('Evidence for “No alarm has fired since the deployment”');
  await missing.and(page.locator(':focus')).waitFor();
  expect(await dialog.getByRole('checkbox', { checked: true }).count()).toBe(2);
  await page.keyboard.type('Pager quiet since 14:00');
  await submits('Save');
}

/** The announcement is news to somebody, until they read it. */
async function readsTheNews({ main, page }: Visitor): Promise<void> {
  const channels = page.getByRole('navigation', { name: 'Workspace' });
  await channels.getByRole('button', { name: 'changelog, 1 unread' }).click();
  await main.getByText('billing 1.5.0 was released at').waitFor();
  await main.getByText('Round tax per line').waitFor();
  await channels.getByRole('button', { name: '# changelog', exact: true }).waitFor();
  // What Slipway wrote to them alone stays unread: they acted in the channel.
  await channels.getByRole('button', { name: /^slipway, \d unread$/ }).waitFor();
  await channels.getByRole('button', { name: /^(?!slipway).*unread/ }).waitFor({ state: 'detached' });
}

/** What the clocks of a zone show when those of Japan show such a time. */
function clockIn(zone: string, japan: string): string {
  const at = Date.parse(`${japan.replace(' ', 'T')}+09:00`);
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', minute: '2-digit' });
  return clock.format(at).replaceAll('\u202f', ' ');
}

/** When the card says that the release was done, as it reads to somebody of that zone. */
async function releasedAt({ main }: Visitor, zone: string): Promise<string> {
  const moment = main
    .locator('time', { hasText: ':' })
    .and(main.getByTitle(`JST, here in ${zone}`))
    .first();
  const [japan = ''] = /^[\d-]+ [\d:]+(?= JST)/.exec((await moment.getAttribute('title')) ?? '') ?? [];
  const text = (await moment.textContent()) ?? '';
  expect(text).toContain(clockIn(zone, japan));
  return text;
}

/** The tag and the release with its notes and its record, at the GitHub side. */
async function seesWhatWasMade({ github }: Visitor): Promise<void> {
  const summary = (words: RegExp) => github.locator('summary', { hasText: words });
  await summary(/^Tags/).click();
  await github.getByRole('listitem').filter({ hasText: 'v1.5.0' }).getByText('annotated: billing 1.5.0').waitFor();
  await summary(/^Releases/).click();
  const release = github.getByRole('listitem').filter({ hasText: 'v1.5.0' }).filter({ hasText: 'latest' });
  await release.getByText('Assets (1)').click();
  await release.getByText('release-record.json').waitFor();
  await release.getByText('Notes').click();
  await release.getByText('Round tax per line').waitFor();
}

/** What was done is told in the thread of the card; there one may say something too. */
async function readsTheThread({ main, page, thread }: Visitor): Promise<void> {
  await main.getByRole('button', { name: /^\d+ replies$/ }).click();
  await thread.getByText('Approved by @Lena Bauer').waitFor();
  await thread.getByRole('combobox', { name: 'Message the thread' }).fill('Well done, *all*');
  await page.keyboard.press('Enter');
  await thread.getByRole('article').filter({ hasText: 'Maria Rossi' }).getByText('Well done, all').waitFor();
}

it('three people take billing from /release start to its announcement', async () => {
  const visitor = await windows.open(demo);
  const sign = visitor.dialog.getByText('Next version');
  await opensForm(visitor, () => completesTheCommand(visitor), sign);
  await fillsTheForm(visitor, { announced: true });
  await visitor.tour.getByText('it is the turn of Maria Rossi').waitFor();
  await ticksTheChecklist(visitor);

  await ends(visitor, 'ci.yml');
  await lenaSigns(visitor);
  await ends(visitor, 'publish.yml');
  await omarDeploys(visitor);
  await ends(visitor, 'deploy.yml');
  await visitor.becomes('Maria Rossi');
  await omarLooksAtMetrics(visitor);

  await visitor.main.getByText('🏁').waitFor();
  await visitor.tour.getByText('billing 1.5.0 is released.').waitFor();
  await visitor.becomes('Kenji Sato');
  const inTokyo = await releasedAt(visitor, 'Asia/Tokyo');
  await readsTheNews(visitor);
  await seesWhatWasMade(visitor);
  await visitor.becomes('Maria Rossi');
  await visitor.opens('dev-backend-github');
  expect(await releasedAt(visitor, 'Europe/Rome')).not.toBe(inTokyo);
  await readsTheThread(visitor);
});
