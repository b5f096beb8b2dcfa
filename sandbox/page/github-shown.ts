import { type GitHubClient, GitHubRefusal, type RepositoryClient } from '../github/client.ts';
import type { CheckView, IssueView, PullView, RunView, StatusView } from '../github/control/views.ts';
import type {
  BranchShown,
  CommitState,
  GitHubShown,
  HeadShown,
  Newest,
  OpenCheckShown,
  PullShown,
  RunShown,
  TagShown,
} from './github-contract.ts';

const most = 20; // of each list

function newest<Item>(items: readonly Item[], total = items.length): Newest<Item> {
  const shown = items.slice(0, most);
  return { items: shown, more: Math.max(0, total - shown.length) };
}

function stateOf({ status, conclusion }: CheckView): CommitState {
  if (status !== 'completed') return 'pending';
  return ['success', 'neutral', 'skipped'].includes(conclusion ?? '') ? 'success' : 'failure';
}

function worst(checks: readonly CheckView[], statuses: readonly StatusView[]): CommitState {
  const states = [...checks.map(stateOf), ...statuses.map(({ state }) => state)];
  if (states.length === 0) return 'none';
  if (states.includes('failure') || states.includes('error')) return 'failure';
  return states.includes('pending') ? 'pending' : 'success';
}

/** What machines say of a commit. Of each check and status only the newest counts. */
async function headOf(at: RepositoryClient, sha: string): Promise<HeadShown> {
  const [allChecks, allStatuses] = await Promise.all([at.checks(sha), at.statuses(sha)]);
  const checks = [...new Map(allChecks.map((one) => [`${one.app}/${one.name}`, one])).values()];
  const statuses = [...new Map(allStatuses.map((one) => [one.context, one])).values()];
  return { sha, state: worst(checks, statuses), checks, statuses };
}

type Heads = (sha: string) => Promise<HeadShown>;

/** Asks once for each commit: the head of a pull request is mostly that of a branch too. */
function headsOf(at: RepositoryClient): Heads {
  const asked = new Map<string, Promise<HeadShown>>();
  return (sha) => {
    const head = asked.get(sha) ?? headOf(at, sha);
    asked.set(sha, head);
    return head;
  };
}

async function branchesOf(at: RepositoryClient, main: string, heads: Heads): Promise<Newest<BranchShown>> {
  const [own, all] = await Promise.all([
    at.newestRefs(`refs/heads/${main}`, 1),
    at.newestRefs('refs/heads/', most + 1), // one more, as the repository's own may be among them
  ]);
  const [first] = own.refs;
  const others = all.refs.filter(({ ref }) => ref !== first?.ref);
  const { items, more } = newest(first === undefined ? others : [first, ...others], all.total);
  const shown = items.map(async ({ ref, commit, subject, author }) => {
    const name = ref.slice('refs/heads/'.length);
    return { name, main: name === main, head: await heads(commit), subject, author };
  });
  return { items: await Promise.all(shown), more };
}

async function tagsOf(at: RepositoryClient): Promise<Newest<TagShown>> {
  const { refs, total } = await at.newestRefs('refs/tags/', most);
  const tags = refs.map(({ ref, commit, annotated, subject }) => ({
    name: ref.slice('refs/tags/'.length),
    sha: commit,
    annotated,
    subject,
  }));
  return newest(tags, total);
}

async function openPulls(all: readonly PullView[], heads: Heads): Promise<Newest<PullShown>> {
  const { items, more } = newest(all.filter(({ state }) => state === 'open'));
  const shown = items.map(async (pull) => ({ ...pull, machines: await heads(pull.headSha) }));
  return { items: await Promise.all(shown), more };
}

function closedPulls(all: readonly PullView[]): Newest<PullShown> {
  return newest(all.filter(({ state }) => state !== 'open').map((pull) => ({ ...pull, machines: undefined })));
}

async function unfinishedRuns(at: RepositoryClient, all: readonly RunView[]): Promise<Newest<RunShown>> {
  const { items, more } = newest(all.filter(({ status }) => status !== 'completed'));
  const shown = items.map(async (run) => {
    const pending = run.status === 'waiting' ? await at.pendingDeployments(run.id) : [];
    return { ...run, pending };
  });
  return { items: await Promise.all(shown), more };
}

function finishedRuns(all: readonly RunView[]): Newest<RunShown> {
  return newest(all.filter(({ status }) => status === 'completed').map((run) => ({ ...run, pending: [] })));
}

/** Those of workflows end with their run; those of an open pull request stand at it. */
function openChecks(branches: readonly BranchShown[], pulls: readonly PullShown[]): Newest<OpenCheckShown> {
  const atPulls = new Set(pulls.map(({ headSha }) => headSha));
  const checks = branches
    .filter(({ head }) => !atPulls.has(head.sha))
    .flatMap(({ name, head }) => head.checks.map((check) => ({ ...check, branch: name })))
    .filter(({ status, app }) => status !== 'completed' && app !== 'github-actions');
  const first = ({ id }: CheckView) => checks.find((check) => check.id === id); // several branches may be at one commit
  return newest(checks.filter((check) => check === first(check)));
}

function openFirst(issues: readonly IssueView[]): readonly IssueView[] {
  const open = issues.filter(({ state }) => state === 'open');
  return [...open, ...issues.filter(({ state }) => state !== 'open')];
}

/** A repository as the page shows it. Throws GitHubRefusal where there is none of that name. */
export async function githubShown(github: GitHubClient, repository: string): Promise<GitHubShown> {
  const found = (await github.repositories()).find(({ name }) => name === repository);
  if (found === undefined)
    throw new GitHubRefusal(404, `GitHub has no repository “${repository}”. Choose one that is listed.`);
  const at = github.repository(repository);
  const heads = headsOf(at);
  const [pulls, runs, branches, tags, releases, deployments, issues, startable] = await Promise.all([
    at.pulls('all').then((all) => all.reverse()),
    at.runs().then((all) => all.reverse()),
    branchesOf(at, found.defaultBranch, heads),
    tagsOf(at),
    at.releases().then((all) => all.reverse()),
    at.deployments().then((all) => all.reverse()),
    at.issues('all').then((all) => all.reverse()),
    at.startableWorkflows(),
  ]);
  const [open, unfinished] = await Promise.all([openPulls(pulls, heads), unfinishedRuns(at, runs)]);
  return {
    repository,
    unfinishedRuns: unfinished,
    openChecks: openChecks(branches.items, open.items),
    openPulls: open,
    closedPulls: closedPulls(pulls),
    finishedRuns: finishedRuns(runs),
    branches,
    tags,
    releases: newest(releases),
    deployments: newest(deployments),
    startable,
    issues: newest(openFirst(issues)),
  };
}
