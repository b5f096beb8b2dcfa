import { opensForm } from './opens-form.ts';
import type { Visitor } from './visitor.ts';

/** Has the form opened that starts a release. */
export async function asksToStart(visitor: Visitor): Promise<void> {
  const sign = visitor.dialog.getByText('Next version');
  await opensForm(visitor, () => visitor.types('/release start billing'), sign);
}

/** Fills in the form that starts a release, and starts it. */
export async function fillsTheForm({ dialog, submits }: Visitor, answers: { readonly announced?: boolean } = {}) {
  await dialog.getByText('Last release v1.4.2').waitFor();
  await dialog.getByLabel('Which features?').selectOption('tax-rounding');
  const announced = dialog.getByRole('radiogroup', { name: 'Does this release need a public announcement?' });
  if (answers.announced === true) await announced.getByLabel('Yes').check();
  await dialog.getByLabel('Rollout plan').fill('Canary at 10 %, then all');
  await dialog.getByLabel('What to watch after the deployment').fill('Error rate of /invoices');
  await submits('Start');
}

/** Opens the checklist of the card and ticks all of it. */
export async function ticksTheChecklist(visitor: Visitor): Promise<void> {
  const { dialog, presses, submits } = visitor;
  const boxes = dialog.getByRole('checkbox', { name: 'Done' });
  await opensForm(visitor, () => presses('Open checklist'), boxes);
  for (const box of await boxes.all()) await box.check();
  await submits('Save');
}

/** Maria starts billing 1.5.0 and answers what only a person can judge. */
export async function startsBilling(maria: Visitor): Promise<void> {
  await asksToStart(maria);
  await fillsTheForm(maria);
  await ticksTheChecklist(maria);
}

/** Has a workflow that runs on the GitHub side succeed or fail. */
export async function ends({ github }: Visitor, workflow: string, how: 'Succeed' | 'Fail' = 'Succeed'): Promise<void> {
  await github.getByRole('button', { name: `${how}: ${workflow}, ` }).click();
}

/** Reviews, confirms all that is asked, and approves. */
export async function signs(visitor: Visitor): Promise<void> {
  const { dialog, presses, submits } = visitor;
  const confirmed = dialog.getByLabel('I reviewed the aggregated commits');
  await opensForm(visitor, () => presses('Review and sign'), confirmed);
  await confirmed.check();
  await dialog.getByLabel('The rollout plan and what to watch are sufficient').check();
  await dialog.getByRole('radio', { name: 'Approve', exact: true }).check();
  await submits('Send decision');
}
