import type { DeployStep } from '../release/playbook-steps.ts';
import { deployedBy } from '../release/redeploy.ts';
import { isRunning, plannedStep, type Release } from '../release/release.ts';
import { failed, type StepOutcome, type StepWork, waiting } from './step-outcome.ts';

interface Holder {
  readonly release: string;
  readonly step: string;
  readonly attempt: number;
}

export interface EnvironmentLockClient {
  /** Locks an environment unless another deployment has it, and says who has it now; takes it over from `stale`. */
  lockEnvironment(repository: string, environment: string, wanted: Holder, stale?: Holder): Promise<Holder>;
  /** Another release as it is now; undefined where it is not known. */
  otherRelease(id: string): Promise<Release | undefined>;
}

/** Whether the holder's deployment still runs, as far as its release knows. */
function stillDeploys(other: Release | undefined, { step, attempt }: Holder): other is Release {
  const state = other?.steps[step];
  const runs = state?.status === 'active' && state.requested !== undefined && state.attempt === attempt;
  return runs && other !== undefined && isRunning(other);
}

/** What was deployed since the release that is withdrawn stays: the version before it must not replace it. */
function deployedSince(
  { release, planned }: StepWork<DeployStep>,
  other: Release | undefined,
  holder: Holder,
  environment: string,
): StepOutcome | undefined {
  const by = other === undefined ? undefined : plannedStep(other, holder.step);
  if (planned.redeploys === undefined || other === undefined || by === undefined) return undefined;
  const isLater = other.component.name === release.component.name && other.startedAt > release.startedAt;
  const { tag } = deployedBy(other, by);
  if (!isLater || tag === release.tag) return undefined;
  return failed(
    `${tag} was deployed to ${environment} after ${release.tag}, so ${deployedBy(release, planned).tag} was not brought back there.`,
    'Give it up by “Give up deploying…” in the menu of the card, or deploy by hand what is to run there and say so by “Done outside…”.',
  );
}

/**
 * An environment takes one deployment at a time: undefined where it is ours now, else what to tell while another release
 * deploys there. A lock ends with the deployment that it was for: it is never given back, but taken over.
 */
export async function lockedByAnother(
  client: EnvironmentLockClient,
  work: StepWork<DeployStep>,
  environment: string,
): Promise<StepOutcome | undefined> {
  const { release, planned, state, repository } = work;
  const own: Holder = { release: release.id, step: planned.id, attempt: state.attempt };
  const isOurs = (one: Holder) => one.release === own.release && one.step === own.step && one.attempt === own.attempt;
  const holder = await client.lockEnvironment(repository, environment, own);
  if (isOurs(holder)) return undefined;
  const other = holder.release === release.id ? release : await client.otherRelease(holder.release);
  const deploys = stillDeploys(other, holder);
  const since = deploys ? undefined : deployedSince(work, other, holder, environment);
  if (since !== undefined) return since;
  if (!deploys && isOurs(await client.lockEnvironment(repository, environment, own, holder))) return undefined;
  const who = deploys ? `${other.component.name} ${other.semver}` : 'another release'; // which took it over before us
  return waiting(
    `${environment} is locked while ${who} is deployed there. This deployment starts as soon as that has ended.`,
  );
}
