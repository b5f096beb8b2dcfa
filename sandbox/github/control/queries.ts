import { notFound } from '../api-error.ts';
import { latestRelease } from '../domain/publish-release.ts';
import { workflowsAt } from '../domain/workflow-file.ts';
import { type Commit, logCommits, readCommit } from '../git/commits.ts';
import { listRefs, newestRefs, resolveCommit } from '../git/refs.ts';
import { readFileAt } from '../git/trees.ts';
import type { Issue } from '../state/issue.ts';
import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import type { WorkflowRun } from '../state/workflow-run.ts';
import { runNamed } from './acting.ts';
import type { QueryInput, RepositoryQuery } from './commands.ts';
import type {
  CheckView,
  CommitView,
  DeploymentView,
  IssueView,
  NewestRefsView,
  PendingDeploymentView,
  PullView,
  RefView,
  ReleaseView,
  RulesetView,
  RunView,
  StartableView,
  StatusView,
} from './views.ts';

async function shaOf(repository: Repository, name: string): Promise<string> {
  const sha = await resolveCommit(repository.git, name);
  if (sha === undefined) throw notFound(`${repository.fullName} has no ${name}`);
  return sha;
}

const viewCommit = ({ sha, parents, message, author }: Commit): CommitView => ({
  sha,
  parents: [...parents],
  message,
  author: author.name,
  email: author.email,
  at: author.date,
});

const milestoneOf = (repository: Repository, { milestone }: Issue): string | null =>
  repository.milestones.find(({ number }) => number === milestone)?.title ?? null;

/** A pull request for the control. */
export const viewPull = (repository: Repository, pull: Pull): PullView => ({
  number: pull.number,
  title: pull.issue.title,
  body: pull.issue.body,
  state: pull.issue.state,
  draft: pull.draft,
  author: pull.issue.user.login,
  head: pull.head,
  base: pull.base,
  headSha: pull.headSha,
  labels: pull.issue.labels,
  milestone: milestoneOf(repository, pull.issue),
  merged: pull.merge === null ? null : { sha: pull.merge.sha, by: pull.merge.by.login },
  reviews: pull.reviews.map(({ user, state, body }) => ({ by: user.login, state, body })),
  comments: pull.issue.comments.map(({ user, body }) => ({ by: user.login, body })),
});

/** A workflow run for the control. */
export const viewRun = (run: WorkflowRun): RunView => ({
  id: run.id,
  workflow: run.workflow.path.split('/').at(-1) ?? '',
  event: run.event,
  title: run.title,
  sha: run.headSha,
  branch: run.headBranch,
  actor: run.actor.account.login,
  status: run.status,
  conclusion: run.conclusion,
  attempt: run.attempt,
  inputs: { ...run.inputs },
  jobs: run.jobs.map(({ name, status, conclusion }) => ({ name, status, conclusion })),
  artifacts: run.artifacts.map(({ name }) => name),
});

function releases(repository: Repository): ReleaseView[] {
  const latest = latestRelease(repository);
  return repository.releases.map((release) => ({
    id: release.id,
    tag: release.tag,
    name: release.name,
    body: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: release.immutable,
    latest: release === latest,
    author: release.author.login,
    assets: release.assets.map(({ name, content }) => ({ name, size: content.length })),
  }));
}

function deployments(repository: Repository, environment: string | undefined): DeploymentView[] {
  return repository.deployments
    .filter((one) => environment === undefined || one.environment === environment)
    .map((one) => ({
      id: one.id,
      environment: one.environment,
      ref: one.ref,
      sha: one.sha,
      creator: one.creator.login,
      state: one.statuses.at(-1)?.state ?? 'pending',
      statuses: one.statuses.map(({ state }) => state),
    }));
}

function pendingDeployments(repository: Repository, run: WorkflowRun): PendingDeploymentView[] {
  const waiting = run.jobs.filter(({ status }) => status === 'waiting').map(({ environment }) => environment ?? '');
  return [...new Set(waiting)].map((environment) => {
    const reviewers = repository.environments.get(environment.toLowerCase())?.reviewers ?? [];
    return { environment, reviewers: reviewers.map(({ login }) => login) };
  });
}

function issues(repository: Repository, state: string): IssueView[] {
  return [...repository.issues.values()]
    .filter((issue) => !repository.pulls.has(issue.number) && (state === 'all' || issue.state === state))
    .map((issue) => ({
      number: issue.number,
      title: issue.title,
      body: issue.body,
      state: issue.state,
      stateReason: issue.stateReason,
      author: issue.user.login,
      labels: issue.labels,
      milestone: milestoneOf(repository, issue),
      comments: issue.comments.map((comment) => ({ by: comment.user.login, body: comment.body })),
    }));
}

function rulesets(repository: Repository): RulesetView[] {
  return repository.rulesets.map(({ id, name, target, enforcement, include, rules }) => ({
    id,
    name,
    target,
    enforcement,
    include: [...include],
    rules: rules.map(({ type }) => type),
  }));
}

type Queries = { readonly [Name in RepositoryQuery]: (repository: Repository, input: QueryInput<Name>) => unknown };

/** The reads of the control. */
export const queries: Queries = {
  log: async (repository, { ref, limit }): Promise<CommitView[]> =>
    (await logCommits(repository.git, [await shaOf(repository, ref)], { limit: limit ?? 100 })).map(viewCommit),
  file: async (repository, { ref, path }): Promise<string | null> =>
    (await readFileAt(repository.git, await shaOf(repository, ref), path)) ?? null,
  commit: async (repository, { sha }): Promise<CommitView> =>
    viewCommit(await readCommit(repository.git, await shaOf(repository, sha))),
  refs: async (repository, { prefix }): Promise<RefView[]> =>
    (await listRefs(repository.git, prefix ?? 'refs/')).map(({ ref, sha, commit, type }) => ({
      ref,
      sha,
      commit,
      annotated: type === 'tag',
    })),
  newestRefs: async (repository, { under, limit }): Promise<NewestRefsView> => {
    const refs = await newestRefs(repository.git, under);
    return {
      total: refs.length,
      refs: refs.slice(0, limit).map(({ type, ...ref }) => ({ ...ref, annotated: type === 'tag' })),
    };
  },
  releases,
  deployments: (repository, { environment }) => deployments(repository, environment),
  pulls: (repository, { state }) =>
    [...repository.pulls.values()]
      .filter(({ issue }) => (state ?? 'open') === 'all' || issue.state === (state ?? 'open'))
      .map((pull) => viewPull(repository, pull)),
  pull: (repository, { number }) => {
    const pull = repository.pulls.get(number);
    if (pull === undefined) throw notFound(`${repository.fullName} has no pull request #${number}`);
    return viewPull(repository, pull);
  },
  issues: (repository, { state }) => issues(repository, state ?? 'open'),
  milestones: ({ milestones }) => milestones.map(({ title, state }) => ({ title, state })),
  startableWorkflows: async ({ git, defaultBranch }): Promise<StartableView[]> =>
    (await workflowsAt(git, defaultBranch))
      .filter(({ on }) => on.has('workflow_dispatch'))
      .map(({ path, name, on }) => ({
        file: path.split('/').at(-1) ?? '',
        name,
        inputs: Object.keys(on.get('workflow_dispatch')?.inputs ?? {}),
      })),
  runs: (repository, { workflow, sha, status, event }) =>
    repository.runs
      .filter((run) => workflow === undefined || run.workflow.path.endsWith(`/${workflow}`))
      .filter((run) => (sha === undefined || run.headSha === sha) && (event === undefined || run.event === event))
      .filter((run) => status === undefined || run.status === status || run.conclusion === status)
      .map(viewRun),
  pendingDeployments: (repository, { run }) => pendingDeployments(repository, runNamed(repository, run)),
  statuses: (repository, { sha }): StatusView[] =>
    repository.statuses
      .filter((status) => status.sha === sha)
      .map(({ context, state, description, creator }) => ({ context, state, description, by: creator.login })),
  checks: (repository, { sha }): CheckView[] =>
    repository.checks
      .filter((check) => check.headSha === sha)
      .map(({ id, name, app, status, conclusion }) => ({ id, name, app: app.slug, status, conclusion })),
  rulesets,
};
