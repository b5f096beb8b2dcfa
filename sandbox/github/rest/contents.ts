import { ApiError, notAccessible } from '../api-error.ts';
import { pushFiles } from '../domain/push-files.ts';
import { readCommit } from '../git/commits.ts';
import { branchTip, resolveCommit } from '../git/refs.ts';
import { entryAt, readBlob, readTree, type TreeEntry } from '../git/trees.ts';
import { presentGitCommit } from '../present/present-commit.ts';
import { apiUrl, htmlUrl } from '../present/present-repository.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { found, type Handlers, ok } from './call.ts';

/** Above this many bytes GitHub shows no content and asks for the raw media type. */
const shownBytes = 1_000_000;

function entryLinks(world: World, repository: Repository, ref: string, entry: TreeEntry) {
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const url = `${apiUrl(world, repository, `/contents/${path}`)}?ref=${encodeURIComponent(ref)}`;
  const git = apiUrl(world, repository, `/git/${entry.type}s/${entry.sha}`);
  const html = htmlUrl(world, repository, `/${entry.type}/${encodeURIComponent(ref)}/${path}`);
  return {
    name: entry.path.split('/').at(-1) ?? '',
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url,
    html_url: html,
    git_url: git,
    download_url: entry.type === 'blob' ? htmlUrl(world, repository, `/raw/${encodeURIComponent(ref)}/${path}`) : null,
    type: entry.type === 'blob' ? 'file' : 'dir',
    _links: { self: url, git, html },
  };
}

async function presentContent(world: World, repository: Repository, ref: string, entry: TreeEntry) {
  const content = await readBlob(repository.git, entry.sha);
  const small = content.length <= shownBytes;
  return {
    ...entryLinks(world, repository, ref, entry),
    encoding: small ? 'base64' : 'none',
    content: small ? content.toString('base64').replace(/(.{60})/g, '$1\n') : '',
  };
}

async function refuseWrongSha(
  repository: Repository,
  tip: string | undefined,
  path: string,
  sha: string | undefined,
): Promise<boolean> {
  const entry = tip === undefined ? undefined : await entryAt(repository.git, tip, path);
  if (entry === undefined) {
    if (sha !== undefined) throw new ApiError(409, `${path} does not match ${sha}`);
    return false;
  }
  if (sha === undefined) throw new ApiError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  if (sha !== entry.sha) throw new ApiError(409, `${path} does not match ${sha}`);
  return true;
}

/** Files of a repository, read and written by path. */
export const contentHandlers: Handlers<'repos'> = {
  getContent: async ({ world, repository, args, headers }) => {
    const ref = args.ref ?? repository.defaultBranch;
    const commit = found(await resolveCommit(repository.git, ref), `No commit found for the ref ${ref}`);
    const entry = found(await entryAt(repository.git, commit, args.path));
    if (entry.type === 'blob') {
      const raw = /application\/vnd\.github\.(?:v3\.)?raw/.test(String(headers['accept'] ?? ''));
      if (raw) {
        const headers = { 'Content-Type': 'application/vnd.github.raw; charset=utf-8' };
        return { status: 200, body: await readBlob(repository.git, entry.sha), headers };
      }
      return ok(await presentContent(world, repository, ref, entry));
    }
    const inside = found(await readTree(repository.git, entry.sha));
    const folder = entry.path === '' ? '' : `${entry.path}/`;
    return ok(inside.map((child) => entryLinks(world, repository, ref, { ...child, path: `${folder}${child.path}` })));
  },

  createOrUpdateFileContents: async ({ world, repository, actor, credential, args }) => {
    const branch = args.branch ?? repository.defaultBranch;
    const tip = await branchTip(repository.git, branch);
    if (tip === undefined) throw new ApiError(404, `Branch ${branch} not found`);
    const workflow = args.path.startsWith('.github/workflows/');
    if (workflow && credential.kind === 'installation' && credential.permissions['workflows'] !== 'write')
      throw notAccessible();
    const existed = await refuseWrongSha(repository, tip, args.path, args.sha);
    const content = Buffer.from(args.content, 'base64');
    const files = { [args.path]: content };
    const sha = await pushFiles(world, repository, actor, { branch, files, message: args.message, byApi: true });
    const entry = found(await entryAt(repository.git, sha, args.path));
    const body = {
      content: { ...(await presentContent(world, repository, branch, entry)), content: undefined, encoding: undefined },
      commit: presentGitCommit(world, repository, await readCommit(repository.git, sha)),
    };
    return { status: existed ? 200 : 201, body };
  },
};
