import type { Hint } from '../sandbox/page/contract.ts';
import { waiversOf } from '../src/release/entitlement.ts';
import type { ActionKind, Step } from '../src/release/playbook-steps.ts';
import type { Release } from '../src/release/release.ts';
import type { Reading } from '../src/release/step-state.ts';
import { isStuck, type Waiting } from '../src/release/waiting.ts';
import { anyOf, type NameOf } from './person-hint.ts';

const onTop = 'On the GitHub side, what waits stands on top, with buttons that make it succeed or fail.';
const again = 'On the GitHub side, run it again under “Finished workflow runs”.';
const pushOrAgain = 'On the GitHub side, push a commit, or run it again under “Finished workflow runs”.';
const milestone =
  'On the GitHub side, under “Issues”: “Close” what is open; “Milestone” puts an issue into a milestone, or takes it out.';
const scan = 'On the GitHub side, “Scan for security alerts” has the scanners look at the branch.';

const runWorkflows: ReadonlySet<ActionKind> = new Set<ActionKind>([
  'run-workflow',
  'release-please',
  'release-please-published',
]);

/** What can be done on the GitHub side; empty where what was read there says it, or nothing is known to help. */
function deedOf(step: Step, outcome: Reading['outcome']): string {
  if ('deploy' in step) return step.workflow !== undefined && outcome === 'wait' ? onTop : '';
  if ('action' in step) return runWorkflows.has(step.action) && outcome === 'wait' ? onTop : '';
  if (!('check' in step)) return '';
  if (step.check === 'milestone-complete') return outcome === 'fail' ? milestone : '';
  if (step.check === 'no-security-alerts') return outcome === 'fail' ? '' : scan;
  if (step.check !== 'ci-green' && step.check !== 'workflow-succeeded') return '';
  if (outcome === 'wait') return onTop;
  if (outcome !== 'fail') return '';
  return step.check === 'ci-green' && step.of === undefined ? again : pushOrAgain; // what is pinned does not move with a push
}

/** What a machine works on or looks at, and what makes it go on; undefined while it is being done. */
export function githubHint(nameOf: NameOf, release: Release, waiting: Waiting): Hint | undefined {
  const { planned, state, title } = waiting;
  const { reading } = state;
  if (reading === undefined) return undefined;
  const stuck = isStuck(waiting);
  const deed = deedOf(planned.step, reading.outcome);
  const waivers = stuck ? waiversOf(release, planned) : [];
  const waive = waivers.length === 0 ? '' : `${anyOf(nameOf, waivers)} can click “Waive…” on the card, and say why.`;
  const said = {
    id: planned.id,
    title: `${title}: ${stuck ? 'it does not pass.' : 'Slipway waits for GitHub.'}`,
    text: [reading.sentence, deed, waive].filter((one) => one !== '').join(' '),
  };
  return waive !== '' && deed === ''
    ? { ...said, as: waivers, where: release.component.channel }
    : { ...said, as: [], where: 'github' };
}
