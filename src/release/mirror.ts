import { awaitsHeldLook } from './held-checks.ts';
import type { PlannedStep } from './plan.ts';
import { plannedStep, type Release, stepState } from './release.ts';
import { shortened } from './shortened.ts';
import { openTakeOuts } from './take-out.ts';
import { titleOf, waitingOf } from './waiting.ts';

/** The commit status `slipway/release` as it should be on the release pull request. A team can require it. */
export interface Mirror {
  readonly sha: string;
  readonly state: 'pending' | 'success' | 'failure';
  /** At most 140 characters: GitHub refuses longer ones. */
  readonly description: string;
  readonly upToDate: boolean;
  /** Whether GitHub shows it: what it refused for good counts as up to date, but nothing may stand on it. */
  readonly shown: boolean;
}

/** What stands behind a success: what was waived or forced is never called green, and a forced sign-off never signed. */
function behindSuccess(release: Release, merge: PlannedStep | undefined): string {
  const titles = (how: 'waived' | 'forced'): string =>
    release.plan
      .filter((p) => (merge === undefined || p.group < merge.group) && stepState(release, p.id).done?.how === how)
      .map((p) => titleOf(release, p))
      .join(', ');
  const [waived, forced] = [titles('waived'), titles('forced')];
  if (forced !== '') return `goes on by break-glass; forced: ${forced}${waived === '' ? '' : `; waived: ${waived}`}`;
  return `is signed and ${waived === '' ? 'its checks are green' : `not all its checks are green; waived: ${waived}`}`;
}

function judged(release: Release): Pick<Mirror, 'state' | 'description'> {
  if (release.withdrawn !== undefined) return { state: 'failure', description: `${release.semver} was withdrawn` };
  if (release.status === 'cancelled') return { state: 'failure', description: `${release.semver} was cancelled` };
  const merge = release.plan.find((p) => 'action' in p.step && p.step.action === 'merge-pull-request');
  const open = release.plan.filter(
    (p) => merge !== undefined && p.group < merge.group && stepState(release, p.id).status !== 'done',
  );
  const upToMerge = merge === undefined ? open : [...open, merge];
  if (upToMerge.some((p) => stepState(release, p.id).status === 'failed'))
    return {
      state: 'failure',
      description: `${release.semver} is paused: ${release.statusChange.reason ?? 'a step failed'}`,
    };
  if (release.status === 'paused' && release.statusChange.step === undefined)
    return { state: 'pending', description: `${release.semver} is paused: ${release.statusChange.reason ?? ''}` };
  const taking = openTakeOuts(release).map(({ takeOut }) => `#${takeOut.change} to be taken out`);
  if (open.length === 0 && taking.length === 0 && merge !== undefined && awaitsHeldLook(release, merge))
    return { state: 'pending', description: `${release.semver}: its checks are read once more` };
  if (open.length === 0 && taking.length === 0)
    return { state: 'success', description: `${release.semver} ${behindSuccess(release, merge)}` };
  return {
    state: 'pending',
    description: `${release.semver} waits for: ${[...taking, ...(open.length === 0 ? [] : waitingOf(release).map((w) => w.title))].join(', ')}`,
  };
}

/** What the status should say; undefined while there is no pull request to say it on, and once it is merged. */
export function mirrorOf(release: Release): Mirror | undefined {
  const merge = release.plan.find((p) => 'action' in p.step && p.step.action === 'merge-pull-request');
  if (
    merge === undefined ||
    !('of' in merge.step) ||
    typeof merge.step.of !== 'string' ||
    stepState(release, merge.id).status === 'done'
  )
    return undefined;
  const sha =
    plannedStep(release, merge.step.of) === undefined ? undefined : stepState(release, merge.step.of).facts['head'];
  if (sha === undefined) return undefined;
  const { state, description } = judged(release);
  const short = shortened(description, 140);
  const { mirrored } = release;
  const upToDate = mirrored?.sha === sha && mirrored.state === state && mirrored.description === short;
  return { sha, state, description: short, upToDate, shown: upToDate && mirrored.refused === undefined };
}
