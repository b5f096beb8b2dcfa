import { plannedStep, type Release, stepState } from './release.ts';
import { waitingOf } from './waiting.ts';

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

function judged(release: Release): Pick<Mirror, 'state' | 'description'> {
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
  if (open.length === 0)
    return { state: 'success', description: `${release.semver} is signed and its checks are green` };
  return {
    state: 'pending',
    description: `${release.semver} waits for: ${waitingOf(release)
      .map((w) => w.title)
      .join(', ')}`,
  };
}

/** What the status should say; undefined while there is no pull request to say it on, and once it is merged. */
export function mirrorOf(release: Release): Mirror | undefined {
  const merge = release.plan.find((p) => 'action' in p.step && p.step.action === 'merge-pull-request');
  if (
    merge === undefined ||
    !('of' in merge.step) ||
    merge.step.of === undefined ||
    stepState(release, merge.id).status === 'done'
  )
    return undefined;
  const sha =
    plannedStep(release, merge.step.of) === undefined ? undefined : stepState(release, merge.step.of).facts['head'];
  if (sha === undefined) return undefined;
  const { state, description } = judged(release);
  const short = description.length > 140 ? `${description.slice(0, 139)}…` : description;
  const { mirrored } = release;
  const upToDate = mirrored?.sha === sha && mirrored.state === state && mirrored.description === short;
  return { sha, state, description: short, upToDate, shown: upToDate && mirrored.refused === undefined };
}
