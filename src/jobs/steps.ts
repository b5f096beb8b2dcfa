import type { PlannedStep } from '../release/plan.ts';
import type { ActionKind, ActionStep, CheckKind, CheckStep } from '../release/playbook-steps.ts';
import { type ArchiveEvidenceClient, archiveEvidence } from './actions/archive-evidence.ts';
import { type CreateBranchClient, createBranch } from './actions/create-branch.ts';
import { type CreateTagClient, createTag } from './actions/create-tag.ts';
import { type DraftReleaseClient, draftRelease } from './actions/draft-release.ts';
import { type MergeBackClient, mergeBack } from './actions/merge-back.ts';
import { type MergePullRequestClient, mergePullRequest } from './actions/merge-pull-request.ts';
import { type OpenPullRequestClient, openPullRequest } from './actions/open-pull-request.ts';
import { type PinCommitClient, pinCommit } from './actions/pin-commit.ts';
import { type PublishReleaseClient, publishRelease } from './actions/publish-release.ts';
import { type ReleasePleaseClient, releasePlease } from './actions/release-please.ts';
import { type ReleasePleasePublishedClient, releasePleasePublished } from './actions/release-please-published.ts';
import { type RequestReviewClient, requestReview } from './actions/request-review.ts';
import { type RetrospectiveIssueClient, retrospectiveIssue } from './actions/retrospective-issue.ts';
import { type RunWorkflowClient, runWorkflow } from './actions/run-workflow.ts';
import { type TrackingIssueClient, trackingIssue } from './actions/tracking-issue.ts';
import { type AnnounceClient, announce } from './announce.ts';
import { type BoxesTickedClient, boxesTicked } from './checks/boxes-ticked.ts';
import { type BranchContainsClient, branchContains } from './checks/branch-contains.ts';
import { type BumpFitsClient, bumpFits } from './checks/bump-fits.ts';
import { type ChangelogEntryClient, changelogEntry } from './checks/changelog-entry.ts';
import { type ChangesTouchClient, changesTouch } from './checks/changes-touch.ts';
import { type CiGreenClient, ciGreen } from './checks/ci-green.ts';
import { type ConfigChangesNotedClient, configChangesNoted } from './checks/config-changes-noted.ts';
import { type DateFreshClient, dateFresh } from './checks/date-fresh.ts';
import { type FeatureMergedClient, featureMerged } from './checks/feature-merged.ts';
import { type FilePresentClient, filePresent } from './checks/file-present.ts';
import { type FileValidClient, fileValid } from './checks/file-valid.ts';
import { type HttpAnswersClient, httpAnswers } from './checks/http-answers.ts';
import { type LabelsAccurateClient, labelsAccurate } from './checks/labels-accurate.ts';
import { type MilestoneCompleteClient, milestoneComplete } from './checks/milestone-complete.ts';
import { type NoOpenIssuesClient, noOpenIssues } from './checks/no-open-issues.ts';
import { type NoSecurityAlertsClient, noSecurityAlerts } from './checks/no-security-alerts.ts';
import { type PullRequestMergedClient, pullRequestMerged } from './checks/pull-request-merged.ts';
import { type ReleasePresentClient, releasePresent } from './checks/release-present.ts';
import { type ValuesAgreeClient, valuesAgree } from './checks/values-agree.ts';
import { type WorkflowSucceededClient, workflowSucceeded } from './checks/workflow-succeeded.ts';
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
  BumpFitsClient &
  ChangelogEntryClient &
  ChangesTouchClient &
  CiGreenClient &
  ConfigChangesNotedClient &
  CreateBranchClient &
  CreateTagClient &
  DateFreshClient &
  DeployClient &
  DraftReleaseClient &
  FeatureMergedClient &
  FilePresentClient &
  FileValidClient &
  HttpAnswersClient &
  LabelsAccurateClient &
  MergeBackClient &
  MergePullRequestClient &
  MilestoneCompleteClient &
  NoOpenIssuesClient &
  NoSecurityAlertsClient &
  OpenPullRequestClient &
  PinCommitClient &
  PublishReleaseClient &
  PullRequestMergedClient &
  ReleasePleaseClient &
  ReleasePleasePublishedClient &
  ReleasePresentClient &
  RequestReviewClient &
  RetrospectiveIssueClient &
  RunWorkflowClient &
  TrackingIssueClient &
  ValuesAgreeClient &
  WorkflowSucceededClient;

/** Every kind of check, and the file that reads it. */
const checks: { readonly [K in CheckKind]: Run<CheckOf[K]> } = {
  'branch-contains': branchContains,
  'feature-merged': featureMerged,
  'boxes-ticked': boxesTicked,
  'file-present': filePresent,
  'ci-green': ciGreen,
  'pull-request-merged': pullRequestMerged,
  'file-valid': fileValid,
  'changelog-entry': changelogEntry,
  'values-agree': valuesAgree,
  'http-answers': httpAnswers,
  'date-fresh': dateFresh,
  'release-present': releasePresent,
  'workflow-succeeded': workflowSucceeded,
  'no-security-alerts': noSecurityAlerts,
  'labels-accurate': labelsAccurate,
  'milestone-complete': milestoneComplete,
  'no-open-issues': noOpenIssues,
  'bump-fits': bumpFits,
  'changes-touch': changesTouch,
  'config-changes-noted': configChangesNoted,
};

/** Every kind of action, and the file that makes it. */
const actions: { readonly [K in ActionKind]: Run<ActionOf[K]> } = {
  'open-pull-request': openPullRequest,
  'request-review': requestReview,
  'merge-pull-request': mergePullRequest,
  'create-branch': createBranch,
  'create-tag': createTag,
  'run-workflow': runWorkflow,
  'draft-release': draftRelease,
  'publish-release': publishRelease,
  'merge-back': mergeBack,
  'archive-evidence': archiveEvidence,
  'retrospective-issue': retrospectiveIssue,
  'tracking-issue': trackingIssue,
  'release-please': releasePlease,
  'release-please-published': releasePleasePublished,
  'pin-commit': pinCommit,
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
