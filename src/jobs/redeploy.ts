import { literally } from '../release/literally.ts';
import { fill } from '../release/placeholders.ts';
import type { DeployStep } from '../release/playbook-steps.ts';
import { deployedBy } from '../release/redeploy.ts';
import { plannedStep, stepState } from '../release/release.ts';
import { taggedCommit } from '../release/released-commit.ts';
import { commitFactsOf } from '../release/step-facts.ts';
import { readAsked } from './ask-once.ts';
import type { DeployClient } from './deploy.ts';
import { failed, type StepOutcome, type StepWork, waiting } from './step-outcome.ts';
import type { Run } from './workflow/follow-run.ts';

type Work = StepWork<DeployStep>;

const appearsWithin = 2 * 60_000; // ms after which a run that was asked for is no longer expected

export type VersionBefore =
  | { readonly kind: 'found'; readonly tag: string; readonly sha: string; readonly work: Work }
  | { readonly kind: 'told'; readonly outcome: StepOutcome };

/** The version before a withdrawn one by its tag, and the work with its commit in place of every commit of the release. */
export async function versionBefore(client: DeployClient, work: Work): Promise<VersionBefore> {
  const { release, planned, repository } = work;
  const { tag } = deployedBy(release, planned);
  const sha = await client.commitOfRef(repository, `tags/${tag}`);
  if (sha === undefined)
    return {
      kind: 'told',
      outcome: failed(
        `${repository} has no tag ${tag} any more, so it cannot be deployed.`,
        `Push the tag ${tag} again at its commit, then press Retry.`,
      ),
    };
  const commits = release.plan.flatMap(({ id, step }) => commitFactsOf(step).map((fact) => [`${id}.${fact}`, sha]));
  const values = { ...work.values, ...Object.fromEntries(commits) };
  return { kind: 'found', tag, sha, work: { ...work, values, fill: (text) => fill(text, values) } };
}

/** The runs that deploy, or may still deploy, the withdrawn version by the step that is made good. */
async function unfinishedRun(client: DeployClient, work: Work, of: string, workflow: string): Promise<Run | undefined> {
  const { repository, release } = work;
  const known = stepState(release, of).facts['run'];
  const run = known === undefined ? undefined : await client.workflowRun(repository, known);
  if (run !== undefined && run.status !== 'completed') return run;
  const runs = await client.runsOfWorkflow(repository, { workflow, event: 'workflow_dispatch' });
  const ours = new RegExp(`${literally(`${release.id}.${of}`)}\\.\\d+(?!\\d)`);
  return runs?.find(({ title, status }) => ours.test(title) && status !== 'completed');
}

async function unfinishedDeployment(client: DeployClient, work: Work, of: string): Promise<boolean> {
  const { repository, release, step, fill: filled } = work;
  const id = stepState(release, of).facts['deployment'];
  const sha = taggedCommit(release);
  if (id === undefined || sha === undefined) return false;
  const all = await client.deploymentsOf(repository, filled(step.deploy), sha);
  const state = all.find((one) => one.id === id)?.statuses[0]?.state ?? '';
  return state === 'in_progress' || state === 'queued';
}

/**
 * What is still under way with the withdrawn version has to end first: ending later, it would deploy that version over
 * the one that is brought back. undefined where nothing is.
 */
export async function stillDeploying(client: DeployClient, work: Work): Promise<StepOutcome | undefined> {
  const { release, planned, step, now, fill: filled } = work;
  const of = planned.redeploys;
  const original = of === undefined ? undefined : plannedStep(release, of);
  if (of === undefined || original === undefined || stepState(release, of).done !== undefined) return undefined;
  const environment = filled(step.deploy);
  const then = `${deployedBy(release, planned).tag} is deployed as soon as that has ended; to be faster, cancel it on GitHub`;
  if (step.workflow === undefined)
    return (await unfinishedDeployment(client, work, of))
      ? waiting(`${release.tag} is still being deployed to ${environment}. ${then}.`)
      : undefined;
  const workflow = filled(step.workflow);
  const run = await unfinishedRun(client, work, of, workflow);
  if (run !== undefined)
    return waiting(`${workflow} still deploys ${release.tag} to ${environment}. ${then}.`, run.url);
  const state = stepState(release, of);
  const asked = state.facts['run'] === undefined ? readAsked({ state }, 'dispatch') : undefined;
  return asked !== undefined && now.getTime() - asked.at.getTime() < appearsWithin
    ? waiting(`GitHub was asked to deploy ${release.tag} to ${environment}, and its run may still appear. ${then}.`)
    : undefined;
}
