import type { DeployStep } from '../release/playbook-steps.ts';
import { askOnce } from './ask-once.ts';
import { completed, failed, type StepOutcome, type StepWork, waiting } from './step-outcome.ts';
import { type TagOfReleaseClient, tagOfRelease } from './tag-of-release.ts';
import { type DispatchClient, dispatchedRun } from './workflow/dispatched-run.ts';
import type { Run } from './workflow/follow-run.ts';

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

export interface DeployClient extends DispatchClient, TagOfReleaseClient {
  /** Newest first. */
  deploymentsOf(repository: string, environment: string, sha: string): Promise<readonly Deployment[]>;
  makeDeployment(
    repository: string,
    wanted: { readonly environment: string; readonly ref: string; readonly ours: string; readonly description: string },
  ): Promise<Deployment>;
  reportDeployment(repository: string, id: string, state: 'success', url: string): Promise<void>;
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

const ourId = ({ values }: Work): string => values['run-id'] ?? '';
const environmentOf = ({ step, fill }: Work): string => fill(step.deploy);

function followDeployment(work: Work, deployment: Deployment): StepOutcome {
  const { id, statuses } = deployment;
  const [latest] = statuses;
  const [environment, tag] = [environmentOf(work), work.release.tag];
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
  return waiting(`The deployment of ${tag} to ${environment} ${where}.`, latest?.url, { deployment: id });
}

/** A deployment of ours, asked for once: GitHub would make a second one of the same. */
function makeDeployment(client: DeployClient, work: Work, description: string) {
  const { repository, release } = work;
  const environment = environmentOf(work);
  return askOnce(
    client,
    work,
    { what: 'deployment', asking: `the deployment of ${release.tag} to ${environment}`, result: 'it' },
    () => client.makeDeployment(repository, { environment, ref: release.tag, ours: ourId(work), description }),
  );
}

/** Makes a deployment on GitHub that the team's own machinery acts on; one that it made by itself is adopted. */
async function byDeployment(client: DeployClient, work: Work, sha: string): Promise<StepOutcome> {
  const { repository, release } = work;
  const known = await client.deploymentsOf(repository, environmentOf(work), sha);
  const alive = known.filter(
    (d) => !red.has(d.statuses[0]?.state ?? '') && (d.statuses[0]?.state !== 'inactive' || successOf(d) !== undefined),
  );
  const found = known.find((d) => d.ours === ourId(work)) ?? alive.find((d) => successOf(d) !== undefined) ?? alive[0];
  if (found !== undefined) return followDeployment(work, found);
  const made = await makeDeployment(client, work, `${release.component.name} ${release.semver} by Slipway`);
  return made.kind === 'told' ? made.outcome : followDeployment(work, made.value);
}

type OfRun =
  | { readonly kind: 'found'; readonly deployment: Deployment }
  | { readonly kind: 'told'; readonly outcome: StepOutcome };

/** The deployment that the run's own `environment:` job made; else one of ours that records what the run did. */
async function deploymentOfRun(client: DeployClient, work: Work, sha: string, run: Run): Promise<OfRun> {
  const { repository, release } = work;
  const environment = environmentOf(work);
  const known = await client.deploymentsOf(repository, environment, sha);
  const page = new RegExp(`/actions/runs/${run.id}(?!\\d)`);
  const own = known.find(
    (d) => d.statuses.some((s) => s.url !== undefined && page.test(s.url)) && d.ours === undefined,
  );
  if (own !== undefined) return { kind: 'found', deployment: own };
  const description = `${release.component.name} ${release.semver} by ${run.title}`;
  const earlier = known.find((d) => d.ours === ourId(work));
  const made =
    earlier === undefined
      ? await makeDeployment(client, work, description)
      : { kind: 'answered' as const, value: earlier };
  if (made.kind === 'told') return made;
  const ours = made.value;
  if (successOf(ours) !== undefined) return { kind: 'found', deployment: ours };
  await client.reportDeployment(repository, ours.id, 'success', run.url);
  const success = { state: 'success', description: '', url: run.url, at: work.now.toISOString() };
  return { kind: 'found', deployment: { ...ours, statuses: [success, ...ours.statuses] } };
}

async function byWorkflow(client: DeployClient, work: Work, workflow: string, sha: string): Promise<StepOutcome> {
  const { step, fill, release } = work;
  const inputs = Object.fromEntries(Object.entries(step.inputs ?? {}).map(([name, value]) => [name, fill(value)]));
  const followed = await dispatchedRun(client, work, { workflow, ref: release.tag, inputs });
  if (followed.kind === 'told') return followed.outcome;
  const { run, how } = followed;
  const ofRun = await deploymentOfRun(client, work, sha, run);
  if (ofRun.kind === 'told') return ofRun.outcome;
  const { deployment } = ofRun;
  const success = successOf(deployment);
  if (success === undefined) return followDeployment(work, deployment);
  const facts = { deployment: deployment.id, run: run.id, url: run.url, at: success.at };
  return completed(how, `${workflow} deployed ${release.tag} to ${environmentOf(work)}.`, run.url, facts);
}

/** Deploys the tag once somebody pressed Deploy, by a workflow or by a deployment on GitHub, and follows it to its end. */
export async function deploy(client: DeployClient, work: Work): Promise<StepOutcome> {
  const { step } = work;
  const tag = await tagOfRelease(client, work);
  if (tag.kind === 'told') return tag.outcome;
  return step.workflow === undefined
    ? await byDeployment(client, work, tag.sha)
    : await byWorkflow(client, work, work.fill(step.workflow), tag.sha);
}
