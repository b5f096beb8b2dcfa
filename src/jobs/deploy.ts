import { RefusedOutside } from '../release/outside-errors.ts';
import type { DeployStep } from '../release/playbook-steps.ts';
import { deployedBy } from '../release/redeploy.ts';
import { askOnce } from './ask-once.ts';
import { type EnvironmentLockClient, lockedByAnother } from './environment-lock.ts';
import { stillDeploying, versionBefore } from './redeploy.ts';
import { completed, failed, type StepOutcome, type StepWork, waiting } from './step-outcome.ts';
import { type TagOfReleaseClient, tagOfRelease } from './tag-of-release.ts';
import { type DispatchClient, dispatchedRun } from './workflow/dispatched-run.ts';
import type { Run } from './workflow/follow-run.ts';
import { answerProtectionRule, type ProtectionRuleClient } from './workflow/protection-rule.ts';

interface Deployment {
  readonly id: string;
  /** The id that Slipway put into it; undefined for one that somebody else made. */
  readonly ours?: string | undefined;
  /** Newest first. */
  readonly statuses: readonly {
    readonly state: string;
    readonly description: string;
    readonly url?: string | undefined;
    readonly at: string;
  }[];
}

export interface DeployClient extends DispatchClient, EnvironmentLockClient, ProtectionRuleClient, TagOfReleaseClient {
  /** Newest first. */
  deploymentsOf(repository: string, environment: string, sha: string): Promise<readonly Deployment[]>;
  makeDeployment(
    repository: string,
    wanted: { readonly environment: string; readonly ref: string; readonly ours: string; readonly description: string },
  ): Promise<Deployment>;
  reportDeployment(repository: string, id: string, state: 'success' | 'failure', url: string): Promise<void>;
}

type Work = StepWork<DeployStep>;

const red = new Set(['failure', 'error']);
const goesOn: Readonly<Record<string, string>> = {
  in_progress: 'is in progress',
  queued: 'is queued',
  waiting: 'waits for an approval of the environment on GitHub',
};
const retryDeploy = 'Read its log, mend what is wrong, then press Retry to deploy anew.';

/** The success of a deployment that still holds: it may have been superseded since. */
function successOf({ statuses: [latest, ...earlier] }: Deployment) {
  if (latest?.state === 'success') return latest;
  return latest?.state === 'inactive' ? earlier.find((s) => s.state === 'success') : undefined;
}

/** What is deployed: the tag of the release, or a commit that has none yet. */
interface Target {
  readonly sha: string;
  /** For a deployment on GitHub. */
  readonly ref: string;
  /** For a workflow: GitHub starts no run for a bare commit. */
  readonly branchOrTag: string;
  /** As people read it. */
  readonly named: string;
}

const ourId = ({ values }: Work): string => values['run-id'] ?? '';
const environmentOf = ({ step, fill }: Work): string => fill(step.deploy);

function followDeployment(work: Work, { named: tag }: Target, deployment: Deployment): StepOutcome {
  const { id, statuses } = deployment;
  const [latest] = statuses;
  const environment = environmentOf(work);
  const success = successOf(deployment);
  if (success !== undefined) {
    const how = deployment.ours === ourId(work) ? 'made' : 'adopted';
    const facts = { deployment: id, at: success.at, ...(success.url === undefined ? {} : { url: success.url }) };
    return completed(how, `${tag} is deployed to ${environment}.`, success.url, facts);
  }
  if (latest !== undefined && red.has(latest.state)) {
    const because = latest.description === '' ? '' : `: ${latest.description}`;
    return failed(`The deployment of ${tag} to ${environment} failed${because}.`, retryDeploy, latest.url);
  }
  const where =
    latest === undefined ? 'is asked for, and nothing has reported on it yet' : (goesOn[latest.state] ?? 'is pending');
  return waiting(`The deployment of ${tag} to ${environment} ${where}.`, latest?.url, {
    deployment: id,
    try: String(work.state.attempt),
  });
}

/** A deployment of ours, asked for once: GitHub would make a second one of the same. */
function makeDeployment(client: DeployClient, work: Work, { ref, named }: Target, description: string) {
  const { repository } = work;
  const environment = environmentOf(work);
  return askOnce(
    client,
    work,
    { what: 'deployment', asking: `the deployment of ${named} to ${environment}`, result: 'it' },
    () => client.makeDeployment(repository, { environment, ref, ours: ourId(work), description }),
  );
}

/** Makes a deployment on GitHub that the team's own machinery acts on; one that it made by itself is adopted. */
async function byDeployment(client: DeployClient, work: Work, target: Target): Promise<StepOutcome> {
  const { repository, release, planned } = work;
  const known = await client.deploymentsOf(repository, environmentOf(work), target.sha);
  const others = planned.redeploys === undefined ? known : []; // the version before was deployed once already, and runs there no more
  const alive = others.filter(
    (d) => !red.has(d.statuses[0]?.state ?? '') && (d.statuses[0]?.state !== 'inactive' || successOf(d) !== undefined),
  );
  const found = known.find((d) => d.ours === ourId(work)) ?? alive.find((d) => successOf(d) !== undefined) ?? alive[0];
  if (found !== undefined) return followDeployment(work, target, found);
  const { version } = deployedBy(release, planned);
  const made = await makeDeployment(client, work, target, `${release.component.name} ${version} by Slipway`);
  return made.kind === 'told' ? made.outcome : followDeployment(work, target, made.value);
}

type OfRun =
  | { readonly kind: 'found'; readonly deployment: Deployment }
  | { readonly kind: 'told'; readonly outcome: StepOutcome };

/** The deployment that the run's own `environment:` job made; else one of ours that records what the run came to. */
async function deploymentOfRun(
  client: DeployClient,
  work: Work,
  target: Target,
  run: Run,
  state: 'success' | 'failure',
): Promise<OfRun> {
  const { repository, release, planned } = work;
  const environment = environmentOf(work);
  const known = await client.deploymentsOf(repository, environment, target.sha);
  const page = new RegExp(`/actions/runs/${run.id}(?!\\d)`);
  const own = known.find(
    (d) => d.statuses.some((s) => s.url !== undefined && page.test(s.url)) && d.ours === undefined,
  );
  if (own !== undefined) return { kind: 'found', deployment: own };
  const description = `${release.component.name} ${deployedBy(release, planned).version} by ${run.title}`;
  const earlier = known.find((d) => d.ours === ourId(work));
  const made =
    earlier === undefined
      ? await makeDeployment(client, work, target, description)
      : { kind: 'answered' as const, value: earlier };
  if (made.kind === 'told') return made;
  const ours = made.value;
  const isReported = state === 'success' ? successOf(ours) !== undefined : ours.statuses[0]?.state === state;
  if (isReported) return { kind: 'found', deployment: ours };
  await client.reportDeployment(repository, ours.id, state, run.url);
  const reported = { state, description: '', url: run.url, at: work.now.toISOString() };
  return { kind: 'found', deployment: { ...ours, statuses: [reported, ...ours.statuses] } };
}

/** Shows under GitHub's deployments that a run failed. What GitHub refuses of that does not hide why the run failed. */
async function failureOf(client: DeployClient, work: Work, target: Target, run: Run): Promise<StepOutcome | undefined> {
  try {
    const shown = await deploymentOfRun(client, work, target, run, 'failure');
    return shown.kind === 'told' ? shown.outcome : undefined;
  } catch (error) {
    if (error instanceof RefusedOutside) return undefined;
    throw error;
  }
}

async function byWorkflow(client: DeployClient, work: Work, workflow: string, target: Target): Promise<StepOutcome> {
  const { step, fill } = work;
  const inputs = Object.fromEntries(Object.entries(step.inputs ?? {}).map(([name, value]) => [name, fill(value)]));
  const followed = await dispatchedRun(client, work, { workflow, ref: target.branchOrTag, inputs });
  if (followed.kind === 'told') {
    const { waits, ended, outcome } = followed;
    const unrecorded = ended === undefined ? undefined : await failureOf(client, work, target, ended);
    if (unrecorded !== undefined) return unrecorded;
    const letIn =
      waits === undefined ? undefined : await answerProtectionRule(client, work, waits, environmentOf(work));
    return letIn ?? outcome;
  }
  const { run, how } = followed;
  const ofRun = await deploymentOfRun(client, work, target, run, 'success');
  if (ofRun.kind === 'told') return ofRun.outcome;
  const { deployment } = ofRun;
  const success = successOf(deployment);
  if (success === undefined) return followDeployment(work, target, deployment);
  const facts = { deployment: deployment.id, run: run.id, url: run.url, at: success.at };
  return completed(how, `${workflow} deployed ${target.named} to ${environmentOf(work)}.`, run.url, facts);
}

type Targeted =
  | { readonly kind: 'found'; readonly target: Target; readonly work: Work }
  | { readonly kind: 'told'; readonly outcome: StepOutcome };

async function targetOf(client: DeployClient, work: Work): Promise<Targeted> {
  const { release, step, fill, planned } = work;
  const branch = release.playbook['released-from'];
  if (planned.redeploys !== undefined) {
    const before = await versionBefore(client, work);
    if (before.kind === 'told') return before;
    const { tag, sha } = before;
    const target = { sha, ref: tag, branchOrTag: step.at === undefined ? tag : branch, named: tag };
    return { kind: 'found', target, work: before.work };
  }
  if (step.at !== undefined) {
    const sha = fill(step.at);
    const named = `${release.semver} at ${sha.slice(0, 7)}`;
    return { kind: 'found', target: { sha, ref: sha, branchOrTag: branch, named }, work };
  }
  const tag = await tagOfRelease(client, work);
  if (tag.kind === 'told') return tag;
  return {
    kind: 'found',
    target: { sha: tag.sha, ref: release.tag, branchOrTag: release.tag, named: release.tag },
    work,
  };
}

/**
 * Deploys the tag, or a commit, once somebody pressed Deploy, by a workflow or by a deployment on GitHub, and follows it
 * to its end. Of a withdrawn release it is the tag before that is deployed, in the same way.
 */
export async function deploy(client: DeployClient, asked: Work): Promise<StepOutcome> {
  const { step } = asked;
  const targeted = await targetOf(client, asked);
  if (targeted.kind === 'told') return targeted.outcome;
  const { target, work } = targeted;
  const held = (await lockedByAnother(client, work, environmentOf(work))) ?? (await stillDeploying(client, work));
  if (held !== undefined) return held;
  return step.workflow === undefined
    ? await byDeployment(client, work, target)
    : await byWorkflow(client, work, work.fill(step.workflow), target);
}
