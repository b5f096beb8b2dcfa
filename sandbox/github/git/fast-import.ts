import type { Identity } from './commits.ts';
import type { Git } from './run-git.ts';

/** One commit as data. Files are their whole new content; `null` removes a file. */
export interface CommitData {
  /** A branch, or a full ref. */
  readonly branch: string;
  readonly message: string;
  readonly author: Identity;
  readonly committer?: Identity;
  readonly files: Readonly<Record<string, string | Buffer | null>>;
  /** Where a new branch starts: a revision, or `:n` for the n-th commit of the stream (from 1). */
  readonly from?: string;
  /** Further parents: branches or `:n`. The tree is the first parent's with `files` in it. */
  readonly merge?: readonly string[];
  /** Annotated (message) or lightweight (`true`) tags at this commit. */
  readonly tags?: Readonly<Record<string, string | true>>;
}

const data = (content: string | Buffer): Buffer => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
};
const stamp = ({ name, email, date }: Identity) => `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
const refOf = (branch: string) => (branch.startsWith('refs/') ? branch : `refs/heads/${branch}`);

function fileLines([path, content]: [string, string | Buffer | null]): Buffer[] {
  if (content === null) return [Buffer.from(`D ${JSON.stringify(path)}\n`)];
  return [Buffer.from(`M 100644 inline ${JSON.stringify(path)}\n`), data(content)];
}

function tagLines(commit: CommitData, mark: number): Buffer[] {
  return Object.entries(commit.tags ?? {}).flatMap(([tag, message]) => {
    if (message === true) return [Buffer.from(`reset refs/tags/${tag}\nfrom :${mark}\n\n`)];
    const tagger = stamp(commit.committer ?? commit.author);
    return [Buffer.from(`tag ${tag}\nfrom :${mark}\ntagger ${tagger}\n`), data(`${message}\n`)];
  });
}

function commitLines(commit: CommitData, mark: number): Buffer {
  const head = [
    `commit ${refOf(commit.branch)}\nmark :${mark}\n`,
    `author ${stamp(commit.author)}\ncommitter ${stamp(commit.committer ?? commit.author)}\n`,
  ];
  const parents = [
    commit.from === undefined ? '' : `from ${commit.from.startsWith(':') ? commit.from : `${commit.from}^0`}\n`,
    ...(commit.merge ?? []).map((parent) => `merge ${parent.startsWith(':') ? parent : refOf(parent)}\n`),
  ];
  return Buffer.concat([
    Buffer.from(head.join('')),
    data(`${commit.message.trimEnd()}\n`),
    Buffer.from(parents.join('')),
    ...Object.entries(commit.files).flatMap(fileLines),
    Buffer.from('\n'),
    ...tagLines(commit, mark),
    Buffer.from(`get-mark :${mark}\n`),
  ]);
}

/** Writes many commits in one git process, and returns their ids in order. */
export async function importCommits(git: Git, commits: readonly CommitData[]): Promise<string[]> {
  if (commits.length === 0) return [];
  const lines = commits.map((commit, index) => commitLines(commit, index + 1));
  const input = Buffer.concat([Buffer.from('feature get-mark\n'), ...lines, Buffer.from('done\n')]);
  return (await git.text(['fast-import', '--quiet', '--force'], { input })).split('\n');
}
