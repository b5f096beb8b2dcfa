import { isAncestor, logCommits } from '../git/commits.ts';
import type { Actor } from '../state/account.ts';
import type { CheckRun, CommitStatus } from '../state/checks.ts';
import type { Pull, Review } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import type { RequiredContext } from '../state/rules.ts';
import { webFlow } from '../state/world.ts';
import { type Demand, demandsOn } from './demands.ts';

type ContextState = 'expected' | 'pending' | 'failing' | 'success';

/** A broken demand in GitHub's words. */
interface Violation {
  readonly from: Demand['from'];
  readonly message: string;
}

function ofCheck({ status, conclusion }: CheckRun): ContextState {
  if (status !== 'completed') return 'pending';
  return conclusion === 'success' || conclusion === 'neutral' || conclusion === 'skipped' ? 'success' : 'failing';
}

function ofStatus({ state }: CommitStatus): ContextState {
  if (state === 'success' || state === 'pending') return state;
  return 'failing';
}

/** How a required status or check stands on a commit: the newest of its name counts. */
export function contextState(repository: Repository, sha: string, { context, appId }: RequiredContext): ContextState {
  const status = repository.statuses.findLast(
    (found) => found.sha === sha && found.context === context && (appId === null || found.appId === appId),
  );
  const check = repository.checks.findLast(
    (found) => found.headSha === sha && found.name === context && (appId === null || found.app.id === appId),
  );
  if (status === undefined) return check === undefined ? 'expected' : ofCheck(check);
  return ofStatus(status);
}

function statusViolation(repository: Repository, sha: string, wanted: readonly RequiredContext[]): string | undefined {
  const open = wanted
    .map((required) => ({ context: required.context, state: contextState(repository, sha, required) }))
    .filter(({ state }) => state !== 'success');
  const [first] = open;
  if (first === undefined) return undefined;
  if (open.length === 1) return `Required status check "${first.context}" is ${first.state}.`;
  const states = ['failing', 'pending', 'expected'] as const;
  const counts = states
    .map((state) => ({ state, count: open.filter((found) => found.state === state).length }))
    .filter(({ count }) => count > 0);
  if (counts.length === 1) return `${open.length} of ${wanted.length} required status checks are ${first.state}.`;
  const parts = counts.map(({ state, count }) => `${count} ${state}`);
  const list = `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  return `${open.length} of ${wanted.length} required status checks have not succeeded: ${list}.`;
}

const mayReview = new Set(['admin', 'maintain', 'write']);

/** The last word of everyone who may review with effect. */
export function opinions(repository: Repository, pull: Pull): Review[] {
  const last = new Map<string, Review>();
  for (const review of pull.reviews) {
    if (!mayReview.has(repository.access.get(review.user.login.toLowerCase()) ?? 'none')) continue;
    if (review.state === 'APPROVED' || review.state === 'CHANGES_REQUESTED') last.set(review.user.login, review);
    if (review.state === 'DISMISSED' && last.get(review.user.login)?.id === review.id) last.delete(review.user.login);
  }
  return [...last.values()];
}

function reviewViolation(repository: Repository, pull: Pull, approvals: number): string | undefined {
  const said = opinions(repository, pull);
  const against = said.filter((review) => review.state === 'CHANGES_REQUESTED').length;
  if (approvals > 0 && against > 0) {
    return `${against} review${against === 1 ? '' : 's'} requesting changes by reviewers with write access.`;
  }
  if (said.length - against >= approvals) return undefined;
  const are = approvals === 1 ? 'review is' : 'reviews are';
  return `At least ${approvals} approving ${are} required by reviewers with write access.`;
}

/** What stands between a pull request and its base, besides conflicts. */
export async function pullViolations(repository: Repository, pull: Pull, actor: Actor): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const demand of demandsOn(repository, `refs/heads/${pull.base}`, actor, true)) {
    const add = (message: string | undefined) => {
      if (message !== undefined) found.push({ from: demand.from, message });
    };
    if (demand.kind === 'pull_request') add(reviewViolation(repository, pull, demand.approvals));
    if (demand.kind === 'statuses') {
      if (demand.strict && !(await isAncestor(repository.git, `refs/heads/${pull.base}`, pull.headSha))) {
        add('This branch is out-of-date with the base branch.');
      }
      add(statusViolation(repository, pull.headSha, demand.contexts));
    }
    if (demand.kind === 'update') add('Cannot update this protected ref.');
    if (demand.kind === 'merge_queue') add('Changes must be made through the merge queue');
    if (demand.kind === 'signatures' && (await unsigned(repository, `refs/heads/${pull.base}`, pull.headSha)))
      add('Commits must have verified signatures.');
    add(closedTo(demand));
  }
  return found;
}

/** What forbids to move a ref directly: without a pull request, by push, API merge or file write. */
export async function pushViolations(
  repository: Repository,
  actor: Actor,
  move: { readonly ref: string; readonly from: string | null; readonly to: string | null },
): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const demand of demandsOn(repository, move.ref, actor)) {
    const message = await pushViolation(repository, demand, move);
    if (message !== undefined) found.push({ from: demand.from, message });
  }
  return found;
}

/** Whether commits would come in that GitHub has not signed itself: keys of people are not known here. */
async function unsigned(repository: Repository, base: string, head: string): Promise<boolean> {
  const commits = await logCommits(repository.git, [`${base}..${head}`]);
  return commits.some(({ committer }) => committer.email !== webFlow.email);
}

function closedTo({ kind }: Demand): string | undefined {
  if (kind === 'locked') return 'Cannot change this locked branch';
  return kind === 'stranger'
    ? "You're not authorized to push to this branch. Visit https://docs.github.com/articles/about-protected-branches/ for more information."
    : undefined;
}

async function pushViolation(
  repository: Repository,
  demand: Demand,
  { ref, from, to }: { readonly ref: string; readonly from: string | null; readonly to: string | null },
): Promise<string | undefined> {
  if (to === null) return demand.kind === 'deletion' ? 'Cannot delete this protected ref.' : undefined;
  if (from === null) {
    if (demand.kind === 'creation') return 'Cannot create ref due to creations being restricted.';
    const name = ref.replace(/^refs\/(heads|tags)\//, '');
    return demand.kind === 'name' && !demand.accepts(name)
      ? `${ref.startsWith('refs/tags/') ? 'Tag' : 'Branch'} name ${demand.said}`
      : undefined;
  }
  if (demand.kind === 'pull_request') return 'Changes must be made through a pull request.';
  if (demand.kind === 'statuses') return statusViolation(repository, to, demand.contexts);
  if (demand.kind === 'update') return 'Cannot update this protected ref.';
  if (demand.kind === 'merge_queue') return 'Changes must be made through the merge queue';
  if (demand.kind === 'signatures')
    return (await unsigned(repository, from, to)) ? 'Commits must have verified signatures.' : undefined;
  const closed = closedTo(demand);
  if (closed !== undefined) return closed;
  if (demand.kind === 'fast_forward') {
    return (await isAncestor(repository.git, from, to)) ? undefined : 'Cannot force-push to this branch';
  }
  if (demand.kind === 'linear_history') {
    const merges = await logCommits(repository.git, ['--merges', `${from}..${to}`], { limit: 1 });
    return merges.length === 0 ? undefined : 'This branch must not contain merge commits.';
  }
  return undefined;
}

/** One message for an answer: rulesets list theirs under a heading, protection says its first. */
export function violationMessage(violations: readonly Violation[]): string | undefined {
  const classic = violations.find(({ from }) => from === 'protection');
  if (classic !== undefined) return classic.message;
  if (violations.length === 0) return undefined;
  return `Repository rule violations found\n\n${violations.map(({ message }) => `${message}\n\n`).join('')}`;
}
