import { ApiError, notAccessible, notFound, validationFailed } from '../api-error.ts';
import { mergePull, touchesWorkflows } from '../domain/merge-pull.ts';
import { pullFacts, pullRange } from '../domain/pull-facts.ts';
import { editPull, openPull } from '../domain/pull-request.ts';
import { updateBranch } from '../domain/update-branch.ts';
import { changedFiles } from '../git/changed-files.ts';
import { countCommits, logCommits } from '../git/commits.ts';
import { presentCommit, presentFile } from '../present/present-commit.ts';
import { presentPull, presentPullSimple } from '../present/present-pull.ts';
import { apiUrl } from '../present/present-repository.ts';
import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import { type Call, created, found, type Handlers, noContent, ok } from './call.ts';
import { listPage, pageOf } from './page.ts';

/** A pull request lists this many commits, and this many files, however many it has. */
const commitsListed = 250;
const filesListed = 3000;

/** The pull request of a number; 404 when there is none. */
export const pullOf = (repository: Repository, number: number): Pull => found(repository.pulls.get(number));

/** The test merge that was asked about last: GitHub works out `mergeable` when it is first asked, and says null then. */
const asked = new WeakMap<Pull, string | null>();

async function full({ world, repository, actor }: Call<unknown>, pull: Pull) {
  const facts = await pullFacts(repository, pull, actor);
  const early = repository.mergeabilityLags && pull.issue.state === 'open' && asked.get(pull) !== pull.testMerge;
  asked.set(pull, pull.testMerge);
  const unknown = early ? { mergeable: null, mergeableState: 'unknown' } : {};
  return presentPull(world, repository, pull, { ...facts, ...unknown });
}

function matching(repository: Repository, args: { state?: string; head?: string; base?: string }): Pull[] {
  const state = args.state ?? 'open';
  const head = args.head?.replace(new RegExp(`^${repository.owner.login}:`, 'i'), '');
  return [...repository.pulls.values()].filter(
    (pull) =>
      (state === 'all' || pull.issue.state === state) &&
      (args.base === undefined || pull.base === args.base) &&
      // GitHub ignores a head that names no owner
      (args.head === undefined || !args.head.includes(':') || pull.head === head),
  );
}

/** Pull requests: open, read, change, merge. Reviews are in a file of their own. */
export const pullHandlers: Handlers<'pulls'> = {
  list: async (call) => {
    const { world, repository, args } = call;
    const pulls = matching(repository, args);
    const updated = args.sort === 'updated';
    pulls.sort((a, b) => (updated ? Number(a.issue.updatedAt) - Number(b.issue.updatedAt) : 0) || a.number - b.number);
    if ((args.direction ?? (args.sort === undefined || args.sort === 'created' ? 'desc' : 'asc')) === 'desc')
      pulls.reverse();
    return await listPage(call, pulls, (pull) => presentPullSimple(world, repository, pull));
  },

  create: async (call) => {
    const { world, repository, actor, args } = call;
    if (args.title === undefined)
      throw validationFailed({ resource: 'PullRequest', field: 'title', code: 'missing_field' });
    const { head, base, title, body, draft } = args;
    const wanted = {
      head,
      base,
      title,
      ...(body === undefined ? {} : { body }),
      ...(draft === undefined ? {} : { draft }),
    };
    const pull = await openPull(world, repository, actor, wanted);
    return created(await full(call, pull), apiUrl(world, repository, `/pulls/${pull.number}`));
  },

  get: async (call) => ok(await full(call, pullOf(call.repository, call.args.pull_number))),

  update: async (call) => {
    const { world, repository, actor, args } = call;
    const pull = pullOf(repository, args.pull_number);
    const { title, body, base, state } = args;
    const edit = {
      ...(title === undefined ? {} : { title }),
      ...(body === undefined ? {} : { body }),
      ...(base === undefined ? {} : { base }),
      ...(state === undefined ? {} : { state }),
    };
    await editPull(world, repository, actor, pull, edit);
    return ok(await full(call, pull));
  },

  listFiles: async (call) => {
    const { world, repository, args } = call;
    const pull = pullOf(repository, args.pull_number);
    const { base, head } = await pullRange(repository, pull);
    const files = (await changedFiles(repository.git, [base, head])).slice(0, filesListed);
    return await listPage(call, files, (file) => presentFile(world, repository, head, file));
  },

  listCommits: async ({ world, repository, args }) => {
    const { base, head } = await pullRange(repository, pullOf(repository, args.pull_number));
    const total = Math.min(commitsListed, await countCommits(repository.git, [`${base}..${head}`]));
    const commits = (await logCommits(repository.git, [`${base}..${head}`], { reverse: true })).slice(0, commitsListed);
    return await pageOf(args, total, (skip, size) =>
      commits.slice(skip, skip + size).map((commit) => presentCommit(world, repository, commit)),
    );
  },

  checkIfMerged: ({ repository, args }) => {
    if (pullOf(repository, args.pull_number).merge === null) throw notFound();
    return noContent();
  },

  merge: async ({ world, repository, actor, credential, args }) => {
    const pull = pullOf(repository, args.pull_number);
    if (credential.kind === 'installation' && credential.permissions['workflows'] !== 'write') {
      if (await touchesWorkflows(repository, pull)) throw notAccessible();
    }
    const { merge_method: method, sha, commit_title: title, commit_message: message } = args;
    const merged = await mergePull(world, repository, actor, pull, {
      ...(method === undefined ? {} : { method }),
      ...(sha === undefined ? {} : { sha }),
      ...(title === undefined ? {} : { title }),
      ...(message === undefined ? {} : { message }),
    });
    return ok({ sha: merged, merged: true, message: 'Pull Request successfully merged' });
  },

  updateBranch: async ({ world, repository, actor, args }) => {
    const pull = pullOf(repository, args.pull_number);
    if (args.expected_head_sha !== undefined && args.expected_head_sha !== pull.headSha) {
      throw new ApiError(422, `expected head sha didn’t match current head ref.`);
    }
    await updateBranch(world, repository, actor, pull);
    const url = apiUrl(world, repository, `/pulls/${pull.number}`);
    return { status: 202, body: { message: 'Updating pull request branch.', url } };
  },
};
