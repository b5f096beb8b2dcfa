import { confirmersOf } from '../release/deploy-confirmation.ts';
import type { PlannedStep } from '../release/plan.ts';
import { deployedBy } from '../release/redeploy.ts';
import { awaitsConfirmation, type Release, stepState } from '../release/release.ts';
import { section } from './blocks.ts';
import { inertLine } from './escape.ts';
import { mentions } from './mentions.ts';
import type { MessageView } from './message.ts';
import { deployConfirmed, signerOf } from './signed-so-far.ts';
import { stepButton } from './step-buttons.ts';

/** Who asked for a deployment and who is waited for before anything starts. Mrkdwn; empty where nobody is waited for. */
export function confirmLines(release: Release, planned: PlannedStep): readonly string[] {
  const state = stepState(release, planned.id);
  if (state.requested === undefined || !awaitsConfirmation(planned, state)) return [];
  const people = confirmersOf(release, planned);
  const whom = people.length === 0 ? 'nobody else holds these roles' : `${mentions(people, 50, 'or')}: please confirm`;
  return [`Nothing starts before it is confirmed. ${whom} · ${deployConfirmed(release, planned)}`];
}

/** The deployment that waits to be confirmed, with the button for it; undefined where none does. */
export function confirmDeployMessage(release: Release, planned: PlannedStep): MessageView | undefined {
  const lines = confirmLines(release, planned);
  const { requested } = stepState(release, planned.id);
  if (lines.length === 0 || requested === undefined || !('deploy' in planned.step)) return undefined;
  const what = inertLine(`${release.component.name} ${deployedBy(release, planned).version}`, 120);
  const first = `🔐 ${signerOf(requested)} asked to deploy *${what}* to *${inertLine(planned.step.deploy, 60)}*.`;
  const button = stepButton(release, planned, 'primary');
  return {
    text: first.replaceAll('*', ''),
    blocks: [
      section(first, ...lines),
      ...(button === undefined ? [] : [{ type: 'actions' as const, elements: [button] }]),
    ],
  };
}
