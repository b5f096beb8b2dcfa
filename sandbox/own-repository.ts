import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/** Somebody's own git repository, of which a copy is served; it is only read. */
export interface OwnRepository {
  /** What git fetches from. */
  readonly folder: string;
  /** The branch that is checked out or, in a bare one, that its HEAD names. */
  readonly branch: string;
}

const run = promisify(execFile);

async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
  return (await run('git', ['-C', folder, ...args], { env })).stdout.trim();
}

/** Looks at a folder of a repository, or below one; throws a sentence where there is none with a commit in it. */
export async function ownRepository(folder: string): Promise<OwnRepository> {
  const asked = path.resolve(folder);
  const bare = await git(asked, 'rev-parse', '--is-bare-repository').catch((error: unknown) => {
    throw new Error(`${folder} is no git repository: --repo takes the folder of one.`, { cause: error });
  });
  const top = await git(asked, 'rev-parse', bare === 'true' ? '--absolute-git-dir' : '--show-toplevel');
  const branches = (await git(top, 'for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads/')).split('\n');
  const [first = ''] = branches;
  if (first === '') throw new Error(`${folder} has no commit on any branch yet: make one, then try again.`);
  const head = await git(top, 'rev-parse', '--abbrev-ref', 'HEAD').catch(() => first);
  return { folder: top, branch: branches.includes(head) ? head : first };
}
