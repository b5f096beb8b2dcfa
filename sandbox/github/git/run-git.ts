import { type GitResult, runGit } from './git-process.ts';

/** A git command that ended with a status its caller did not expect. */
export class GitError extends Error {
  readonly code: number;
  readonly stderr: string;
  constructor(args: readonly string[], result: GitResult) {
    super(`git ${args.join(' ')} ended with ${result.code}: ${result.stderr.trim()}`);
    this.name = 'GitError';
    this.code = result.code;
    this.stderr = result.stderr;
  }
}

/** A bare repository on disk; every call runs git, which is what keeps merges and conflicts real. */
export interface Git {
  readonly dir: string;
  /** Runs git and hands back whatever came of it. */
  attempt(args: readonly string[], options?: GitOptions): Promise<GitResult>;
  /**
   * The same, once for each arguments: for questions about objects by their full ids, whose answers never change.
   * With a name among `revisions` it asks git every time.
   */
  recall(args: readonly string[], revisions: readonly string[]): Promise<GitResult>;
  /** Runs git, trims the end of its output; throws GitError on a non-zero status. */
  text(args: readonly string[], options?: GitOptions): Promise<string>;
  /** Runs git and keeps the bytes as they are; throws GitError on a non-zero status. */
  bytes(args: readonly string[], options?: GitOptions): Promise<Buffer>;
}

interface GitOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
}

/** Whether a revision is a full object id: it means the same for ever. */
export const isObjectId = (revision: string): boolean => /^[0-9a-f]{40}$/.test(revision);

/** Nothing of the user's own configuration may change what the sandbox does. */
const isolated = (config: string): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: config,
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  LC_ALL: 'C',
  TZ: 'UTC',
});

/** Git on one bare repository. `config` is the only configuration file that git reads. */
export function openGit(dir: string, config: string): Git {
  const attempt = (args: readonly string[], { env = {}, input = '' }: GitOptions = {}) =>
    runGit({ args: ['--git-dir', dir, ...args], env: { ...isolated(config), ...env }, input });
  const bytes = async (args: readonly string[], options: GitOptions = {}) => {
    const result = await attempt(args, options);
    if (result.code !== 0) throw new GitError(args, result);
    return result.stdout;
  };
  const known = new Map<string, Promise<GitResult>>();
  const recall = (args: readonly string[], revisions: readonly string[]) => {
    if (!revisions.every(isObjectId)) return attempt(args);
    const key = args.join('\0');
    const answer = known.get(key) ?? attempt(args);
    known.set(key, answer);
    return answer;
  };
  return {
    dir,
    attempt,
    recall,
    bytes,
    text: async (args, options) => (await bytes(args, options)).toString('utf8').trimEnd(),
  };
}
