import { ApiError, notFound } from '../api-error.ts';
import { type Identity, isoSeconds, readCommit } from '../git/commits.ts';
import { objectType } from '../git/refs.ts';
import { readBlob, readTree, type TreeChange, writeBlob, writeTree } from '../git/trees.ts';
import { presentGitCommit } from '../present/present-commit.ts';
import { apiUrl } from '../present/present-repository.ts';
import { nodeId } from '../state/ids.ts';
import type { Repository } from '../state/repository.ts';
import { identityOf, type World } from '../state/world.ts';
import { created, found, type Handlers, ok } from './call.ts';

async function shownTree(world: World, repository: Repository, sha: string, recursive: boolean) {
  const entries = found(await readTree(repository.git, sha, recursive));
  const tree = entries.map(({ path, mode, type, sha: id, size }) => ({
    path,
    mode,
    type,
    sha: id,
    ...(size === undefined ? {} : { size }),
    ...(type === 'commit' ? {} : { url: apiUrl(world, repository, `/git/${type}s/${id}`) }),
  }));
  return { sha, url: apiUrl(world, repository, `/git/trees/${sha}`), tree, truncated: false };
}

type Given = { name?: string | undefined; email?: string | undefined; date?: string | undefined } | undefined;

const environment = (prefix: string, identity: Identity) => ({
  [`GIT_${prefix}_NAME`]: identity.name,
  [`GIT_${prefix}_EMAIL`]: identity.email,
  [`GIT_${prefix}_DATE`]: `${Math.floor(Date.parse(identity.date) / 1000)} +0000`,
});

/** The objects of git: blobs, trees, commits. */
export const objectHandlers: Handlers<'git'> = {
  getBlob: async ({ world, repository, args: { file_sha: sha } }) => {
    if ((await objectType(repository.git, sha)) !== 'blob') throw notFound();
    const content = await readBlob(repository.git, sha);
    return ok({
      sha,
      node_id: nodeId('Blob', sha),
      size: content.length,
      url: apiUrl(world, repository, `/git/blobs/${sha}`),
      content: content.toString('base64').replace(/(.{60})/g, '$1\n'),
      encoding: 'base64',
    });
  },

  createBlob: async ({ world, repository, args }) => {
    const encoding = args.encoding === 'base64' ? 'base64' : 'utf8';
    const sha = await writeBlob(repository.git, Buffer.from(args.content, encoding));
    return created({ sha, url: apiUrl(world, repository, `/git/blobs/${sha}`) });
  },

  getTree: async ({ world, repository, args }) => {
    const sha = await repository.git.attempt([
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${args.tree_sha}^{tree}`,
    ]);
    if (sha.code !== 0) throw notFound();
    return ok(await shownTree(world, repository, sha.stdout.toString('utf8').trim(), args.recursive !== undefined));
  },

  createTree: async ({ world, repository, args }) => {
    const changes: TreeChange[] = [];
    for (const { path, mode, sha, content } of args.tree) {
      if (path === undefined) throw new ApiError(422, 'tree.path is missing');
      if (mode === '040000' || mode === '160000')
        throw new ApiError(422, `tree.mode ${mode} is not served by the local GitHub`);
      const blob = content === undefined ? sha : await writeBlob(repository.git, Buffer.from(content));
      if (blob === undefined) throw new ApiError(422, 'tree.sha or tree.content must be given');
      if (blob !== null && (await objectType(repository.git, blob)) !== 'blob')
        throw new ApiError(422, `tree.sha ${blob} is not a valid blob`);
      changes.push({ path, mode: mode ?? '100644', sha: blob });
    }
    const base = args.base_tree;
    if (base !== undefined && (await objectType(repository.git, base)) === undefined) throw notFound();
    const sha = await writeTree(repository.git, base, changes);
    return created(await shownTree(world, repository, sha, false));
  },

  getCommit: async ({ world, repository, args: { commit_sha: sha } }) => {
    if ((await objectType(repository.git, sha)) !== 'commit') throw notFound();
    return ok(presentGitCommit(world, repository, await readCommit(repository.git, sha)));
  },

  createCommit: async ({ world, repository, actor, args }) => {
    if ((await objectType(repository.git, args.tree)) !== 'tree') throw new ApiError(422, 'Tree SHA does not exist');
    const parents = args.parents ?? [];
    for (const parent of parents) {
      if ((await objectType(repository.git, parent)) !== 'commit')
        throw new ApiError(422, 'Parent SHA does not exist or is not a commit object');
    }
    const identity = (given: Given, other: Identity): Identity => ({
      name: given?.name ?? other.name,
      email: given?.email ?? other.email,
      date: given?.date === undefined ? other.date : isoSeconds(given.date),
    });
    const author = identity(args.author, { ...identityOf(actor.account), date: isoSeconds(world.now()) });
    const committer = identity(args.committer, author);
    const env = { ...environment('AUTHOR', author), ...environment('COMMITTER', committer) };
    const command = ['commit-tree', args.tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'];
    const sha = await repository.git.text(command, { env, input: args.message });
    return created(presentGitCommit(world, repository, await readCommit(repository.git, sha)));
  },
};
