import { ApiError, notFound } from '../api-error.ts';
import { pullsOfCommit } from '../domain/pull-commits.ts';
import { changedFiles, emptyTree } from '../git/changed-files.ts';
import { aheadBehind, logCommits, mergeBase, readCommit } from '../git/commits.ts';
import { resolveCommit } from '../git/refs.ts';
import { presentCommit, presentFile } from '../present/present-commit.ts';
import { presentPullSimple } from '../present/present-pull.ts';
import { apiUrl, htmlUrl } from '../present/present-repository.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { found, type Handlers, ok, type Reply } from './call.ts';
import { listPage, sizeHeader, slice, totalHeader } from './page.ts';

/** A comparison shows this many files, and this many commits where no page is asked for. */
const filesShown = 300;
const commitsShown = 250;

/** The commit of a name, or GitHub's answer when there is none: 422 for a sha, 404 for anything else. */
export async function commitOf(repository: Repository, name: string): Promise<string> {
  const sha = await resolveCommit(repository.git, name);
  if (sha !== undefined) return sha;
  if (/^[0-9a-f]{4,40}$/.test(name)) throw new ApiError(422, `No commit found for SHA: ${name}`);
  throw notFound('Not Found');
}

async function compare(
  world: World,
  repository: Repository,
  basehead: string,
  args: { page?: number | undefined; per_page?: number | undefined },
): Promise<Reply> {
  const [baseName = '', headName = ''] = basehead.split('...');
  const plain = (name: string) => name.replace(new RegExp(`^${repository.owner.login}:`, 'i'), '');
  const base = found(await resolveCommit(repository.git, plain(baseName)));
  const head = found(await resolveCommit(repository.git, plain(headName)));
  const common = await mergeBase(repository.git, base, head);
  if (common === undefined) throw notFound(`No common ancestor between ${baseName} and ${headName}.`);
  const paged = args.page !== undefined || args.per_page !== undefined;
  const { page, size, skip } = paged ? slice(args) : { page: 1, size: commitsShown, skip: 0 };
  const { ahead, behind } = await aheadBehind(repository.git, base, head);
  // oldest first, as GitHub lists them: the first page has the oldest commits
  const commits = (await logCommits(repository.git, [`${base}..${head}`], { reverse: true })).slice(skip, skip + size);
  const files = page === 1 ? (await changedFiles(repository.git, [common, head])).slice(0, filesShown) : [];
  const url = apiUrl(world, repository, `/compare/${basehead}`);
  const html = htmlUrl(world, repository, `/compare/${basehead}`);
  return {
    status: 200,
    headers: paged ? { [totalHeader]: String(ahead), [sizeHeader]: String(size) } : {},
    body: {
      url,
      html_url: html,
      permalink_url: htmlUrl(world, repository, `/compare/${base}...${head}`),
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: presentCommit(world, repository, await readCommit(repository.git, base)),
      merge_base_commit: presentCommit(world, repository, await readCommit(repository.git, common)),
      status: ahead === 0 ? (behind === 0 ? 'identical' : 'behind') : behind === 0 ? 'ahead' : 'diverged',
      ahead_by: ahead,
      behind_by: behind,
      total_commits: ahead,
      commits: commits.map((commit) => presentCommit(world, repository, commit)),
      files: files.map((file) => presentFile(world, repository, head, file)),
    },
  };
}

/** Single commits, comparisons, and the pull requests of a commit. */
export const commitHandlers: Handlers<'repos'> = {
  getCommit: async ({ world, repository, args }) => {
    const commit = await readCommit(repository.git, await commitOf(repository, args.ref));
    const files = await changedFiles(repository.git, [commit.parents[0] ?? emptyTree, commit.sha]);
    const paged = args.page !== undefined || args.per_page !== undefined;
    const { size, skip } = paged ? slice(args) : { size: filesShown, skip: 0 };
    const sum = (key: 'additions' | 'deletions') => files.reduce((total, file) => total + file[key], 0);
    return ok({
      ...presentCommit(world, repository, commit),
      stats: { additions: sum('additions'), deletions: sum('deletions'), total: sum('additions') + sum('deletions') },
      files: files.slice(skip, skip + size).map((file) => presentFile(world, repository, commit.sha, file)),
    });
  },

  compareCommitsWithBasehead: ({ world, repository, args }) => compare(world, repository, args.basehead, args),

  listPullRequestsAssociatedWithCommit: async (call) => {
    const { world, repository, args } = call;
    const sha = await commitOf(repository, args.commit_sha);
    const pulls = await pullsOfCommit(repository, sha);
    return await listPage(call, pulls, (pull) => presentPullSimple(world, repository, pull));
  },
};
