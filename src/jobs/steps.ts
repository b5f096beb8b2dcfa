import type { PlannedStep } from '../release/plan.ts';
import type { ActionKind, ActionStep, CheckKind, CheckStep } from '../release/playbook-steps.ts';
import { type ArchiveEvidenceClient, archiveEvidence } from './actions/archive-evidence.ts';
import { type CreateTagClient, createTag } from './actions/create-tag.ts';
import { type MergeBackClient, mergeBack } from './actions/merge-back.ts';
import { type MergePullRequestClient, mergePullRequest } from './actions/merge-pull-request.ts';
import { type OpenPullRequestClient, openPullRequest } from './actions/open-pull-request.ts';
import { type PublishReleaseClient, publishRelease } from './actions/publish-release.ts';
import { type RequestReviewClient, requestReview } from './actions/request-review.ts';
import { type RunWorkflowClient, runWorkflow } from './actions/run-workflow.ts';
import { type AnnounceClient, announce } from './announce.ts';
import { type BoxesTickedClient, boxesTicked } from './checks/boxes-ticked.ts';
import { type BranchContainsClient, branchContains } from './checks/branch-contains.ts';
import { type CiGreenClient, ciGreen } from './checks/ci-green.ts';
import { type FeatureMergedClient, featureMerged } from './checks/feature-merged.ts';
import { type FilePresentClient, filePresent } from './checks/file-present.ts';
import { type PullRequestMergedClient, pullRequestMerged } from './checks/pull-request-merged.ts';
import { type DeployClient, deploy } from './deploy.ts';
import { missingValues } from './missing-values.ts';
import type { StepOutcome, StepWork } from './step-outcome.ts';

type CheckOf = { readonly [K in CheckKind]: Extract<CheckStep, { check: K }> };
type ActionOf = { readonly [K in ActionKind]: Extract<ActionStep, { action: K }> };
type Run<S> = (client: GitHubStepClient, work: StepWork<S>) => Promise<StepOutcome>;

/** All that steps ask of GitHub, of Slack, and of the deliveries that processes share. */
export type StepClient = GitHubStepClient & AnnounceClient;

/** The part of it that is GitHub's. */
export type GitHubStepClient = ArchiveEvidenceClient &
  BoxesTickedClient &
  BranchContainsClient &
  CiGreenClient &
  CreateTagClient &
  DeployClient &
  FeatureMergedClient &
  FilePresentClient &
  MergeBackClient &
  MergePullRequestClient &
  OpenPullRequestClient &
  PublishReleaseClient &
  PullRequestMergedClient &
  RequestReviewClient &
  RunWorkflowClient;

/** Every kind of check, and the file that reads it. */
const checks: { readonly [K in CheckKind]: Run<CheckOf[K]> } = {
  'branch-contains': branchContains,
  'feature-merged': featureMerged,
  'boxes-ticked': boxesTicked,
  'file-present': filePresent,
  'ci-green': ciGreen,
  'pull-request-merged': pullRequestMerged,
};

/** Every kind of action, and the file that makes it. */
const actions: { readonly [K in ActionKind]: Run<ActionOf[K]> } = {
  'open-pull-request': openPullRequest,
  'request-review': requestReview,
  'merge-pull-request': mergePullRequest,
  'create-tag': createTag,
  'run-workflow': runWorkflow,
  'publish-release': publishRelease,
  'merge-back': mergeBack,
  'archive-evidence': archiveEvidence,
};

type Work = StepWork<PlannedStep['step']>;

function runCheck<K extends CheckKind>(client: GitHubStepClient, work: Work, kind: K, step: CheckOf[K]) {
  return checks[kind](client, { ...work, step });
}

function runAction<K extends ActionKind>(client: GitHubStepClient, work: Work, kind: K, step: ActionOf[K]) {
  return actions[kind](client, { ...work, step });
}

/** Looks and acts for a check, an action, an announcement, or a deployment that somebody asked for. Throws for steps that only people can finish. */
export async function runStep(client: StepClient, work: Work): Promise<StepOutcome> {
  const { step, planned } = work;
  if ('announce' in step) return await announce(client, { ...work, step }); // it looks for its values as people read them
  const missing = missingValues(work);
  if (missing !== undefined) return missing;
  if ('check' in step) return await runCheck(client, work, step.check, step);
  if ('action' in step) return await runAction(client, work, step.action, step);
  if ('deploy' in step) return await deploy(client, { ...work, step });
  throw new Error(`${planned.id} is done by people, not by Slipway.`);
}
