import { expect, it } from 'vitest';
import { openWindows } from './rig/open-windows.ts';
import { opensForm } from './rig/opens-form.ts';
import { startDemo } from './rig/start-demo.ts';
import type { Visitor } from './rig/visitor.ts';

const demo = await startDemo();
const windows = await openWindows();

/** Types the command, and fills in what the form asks for, once it says what is known on GitHub. */
async function starts(maria: Visitor, command: string, known: string, answers: Readonly<Record<string, string>>) {
  const { dialog } = maria;
  await opensForm(maria, () => maria.types(command), dialog.getByText('Next version'));
  await dialog.getByText(known).first().waitFor({ state: 'attached' });
  for (const [label, text] of Object.entries(answers)) await dialog.getByLabel(label, { exact: true }).fill(text);
  await maria.submits('Start');
}

/** Ticks all of the checklist that the card offers, with a link wherever evidence is asked for. */
async function ticks(visitor: Visitor): Promise<void> {
  const { dialog, presses, submits } = visitor;
  const boxes = dialog.getByRole('checkbox', { name: 'Done' });
  await opensForm(visitor, () => presses('Open checklist'), boxes);
  for (const box of await boxes.all()) await box.check();
  for (const field of await dialog.getByLabel(/^Evidence for/).all()) await field.fill('https://wiki.acme.example/1');
  await submits('Save');
}

const choosesRepository = ({ page }: Visitor, name: string) => page.getByLabel('Repository').selectOption(name);

it('a gated release passes its checks by itself, and asks two for the deployment', async () => {
  const maria = await windows.open(demo);
  await maria.opens('storefront-releases');
  await starts(maria, '/release start', 'wish lists', {
    'Summary, for the release notes': 'Wish lists',
    'Rollback plan': 'Deploy v2.3.0 again',
    'What to watch after the deployment': 'Sign-in',
  });
  await ticks(maria);
  await maria.main.getByRole('button', { name: 'Deploy 2.4.0 to staging' }).first().waitFor();
  await choosesRepository(maria, 'acme/storefront');
  await maria.github.locator('summary', { hasText: /^Issues/ }).click();
  await maria.github.getByText(/^Tasks \(3 of \d\)/).waitFor(); // as they were ticked in Slack
});

it('a release by Release Please reaches its pull request, and a hotfix beside it waits for the fix', async () => {
  const maria = await windows.open(demo);
  await maria.opens('platform-releases');
  await starts(maria, '/release start platform', 'list of sessions', {
    Highlights: 'A list of sessions',
    'Infrastructure changes': 'More memory',
    'Known issues': 'None',
    'Rollout plan': 'Staging, then production',
  });
  await ticks(maria);
  await choosesRepository(maria, 'acme/platform');
  await maria.github.getByRole('button', { name: 'Succeed: ci.yml, ' }).click();
  await maria.main.getByRole('button', { name: 'Review and sign' }).first().waitFor();

  await starts(maria, '/release start platform hotfix', 'v1.1.0 → v1.1.1', {
    'Which issue is fixed?': '4',
    'What is broken': 'Uploads during a snapshot',
    'Rollout plan': 'Production at once',
  });
  await maria.main.getByText('platform 1.1.1 · Hotfix').waitFor();
  await maria.becomes('Ben Walker');
  const form = maria.github.locator('details.form').filter({ hasText: 'Open a pull request' });
  await form.locator('summary').click();
  await form.getByLabel('Into branch').locator('option', { hasText: 'hotfix/4' }).waitFor({ state: 'attached' });
  await form.getByLabel('From branch').selectOption('fix/upload');
  await form.getByLabel('Into branch').selectOption('hotfix/4');
  await form.getByLabel('Title').fill('fix(storage): upload during a snapshot');
  await form.getByLabel('Description').fill('Fixes #4');
  await form.getByRole('button', { name: 'Open' }).click();
  await maria.github.getByRole('button', { name: /^Merge: pull request \d+, fix\(storage\)/ }).click();
  await expect // Slipway has taken it for the fix: Release Please proposes the patch
    .poll(() => maria.github.getByText('chore: release hotfix/4').count(), { timeout: 60_000 })
    .toBeGreaterThan(0);
});
