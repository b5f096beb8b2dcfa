import type { ChangedFile } from '../git/changed-files.ts';
import type { Commit } from '../git/commits.ts';
import type { TagObject } from '../git/tags.ts';
import { nodeId } from '../state/ids.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { accountByEmail, presentAccount } from './present-account.ts';
import { apiUrl, htmlUrl } from './present-repository.ts';

/** Nothing that the API or the sandbox writes is signed. */
export const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

const maker = (world: World, email: string) => {
  const account = accountByEmail(world, email);
  return account === undefined ? null : presentAccount(world, account);
};

/** `commit`: a commit as the repository's history lists it. */
export function presentCommit(world: World, repository: Repository, commit: Commit) {
  const url = apiUrl(world, repository, `/commits/${commit.sha}`);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: apiUrl(world, repository, `/git/trees/${commit.tree}`) },
      url: apiUrl(world, repository, `/git/commits/${commit.sha}`),
      comment_count: 0,
      verification: unsigned,
    },
    url,
    html_url: htmlUrl(world, repository, `/commit/${commit.sha}`),
    comments_url: `${url}/comments`,
    author: maker(world, commit.author.email),
    committer: maker(world, commit.committer.email),
    parents: commit.parents.map((sha) => ({
      sha,
      url: apiUrl(world, repository, `/commits/${sha}`),
      html_url: htmlUrl(world, repository, `/commit/${sha}`),
    })),
  };
}

/** `git-commit`: a commit as an object of the git database. */
export function presentGitCommit(world: World, repository: Repository, commit: Commit) {
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: apiUrl(world, repository, `/git/commits/${commit.sha}`),
    html_url: htmlUrl(world, repository, `/commit/${commit.sha}`),
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: apiUrl(world, repository, `/git/trees/${commit.tree}`) },
    parents: commit.parents.map((sha) => ({
      sha,
      url: apiUrl(world, repository, `/git/commits/${sha}`),
      html_url: htmlUrl(world, repository, `/commit/${sha}`),
    })),
    verification: unsigned,
  };
}

/** `simple-commit`: the head commit that runs and suites carry. */
export function presentSimpleCommit(commit: Commit) {
  const who = ({ name, email }: Commit['author']) => ({ name, email });
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: commit.committer.date,
    author: who(commit.author),
    committer: who(commit.committer),
  };
}

/** `diff-entry`: a changed file. */
export function presentFile(world: World, repository: Repository, commit: string, file: ChangedFile) {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: htmlUrl(world, repository, `/blob/${commit}/${path}`),
    raw_url: htmlUrl(world, repository, `/raw/${commit}/${path}`),
    contents_url: apiUrl(world, repository, `/contents/${path}?ref=${commit}`),
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}

/** `git-tag`: an annotated tag's object. */
export function presentTag(world: World, repository: Repository, tag: TagObject) {
  return {
    node_id: nodeId('Tag', tag.sha),
    sha: tag.sha,
    url: apiUrl(world, repository, `/git/tags/${tag.sha}`),
    tag: tag.tag,
    message: tag.message,
    tagger: tag.tagger,
    object: {
      sha: tag.object.sha,
      type: tag.object.type,
      url: apiUrl(world, repository, `/git/${tag.object.type}s/${tag.object.sha}`),
    },
    verification: unsigned,
  };
}

/** `git-ref`: a branch or tag as a reference. */
export function presentRef(world: World, repository: Repository, ref: { ref: string; sha: string; type: string }) {
  return {
    ref: ref.ref,
    node_id: nodeId('Ref', ref.ref),
    url: apiUrl(world, repository, `/git/${ref.ref}`),
    object: { sha: ref.sha, type: ref.type, url: apiUrl(world, repository, `/git/${ref.type}s/${ref.sha}`) },
  };
}
