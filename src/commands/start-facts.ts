import { affectedQuestion } from '../release/affected-release.ts';
import type { IssueLook } from '../release/asked-issue.ts';
import { Outage, RefusedOutside } from '../release/outside-errors.ts';
import type { Playbook } from '../release/playbook.ts';
import type { StartFacts } from '../release/start-facts.ts';
import { latestOf, type VersionTag } from '../release/version.ts';
import { inTime } from './in-time.ts';

type Listed = { readonly sha: string; readonly subject: string };

/** What the start form needs of GitHub. All throw Outage or RefusedOutside. */
export interface StartGitHub {
  tagsBeginning(repository: string, prefix: string): Promise<readonly string[]>;
  tipOfBranch(repository: string, branch: string): Promise<string | undefined>;
  newestCommits(repository: string, branch: string): Promise<readonly Listed[]>;
  changesBetween(
    repository: string,
    base: string,
    head: string,
    into: string,
  ): Promise<
    | {
        readonly commits: readonly Listed[];
        readonly total: number;
        readonly pullRequests: readonly { readonly number: number; readonly title: string; readonly url: string }[];
        readonly authors: readonly string[];
        readonly url: string;
      }
    | undefined
  >;
  /** What stands under a number of the repository. */
  issueAt(
    repository: string,
    number: number,
  ): Promise<{ readonly kind: 'there'; readonly url: string } | { readonly kind: 'missing' | 'pull-request' }>;
  readPath(
    repository: string,
    path: string,
    ref: string,
  ): Promise<
    | { readonly kind: 'file' | 'missing' | 'no-ref' }
    | { readonly kind: 'folder'; readonly entries: readonly { readonly name: string; readonly type: string }[] }
  >;
}

/** A component as far as its facts depend on it. */
export interface StartSubject {
  readonly component: string;
  readonly repository: string;
  readonly playbook: Playbook;
}

/** What could be read in time. */
export type FactsRead =
  | { readonly kind: 'read'; readonly facts: StartFacts }
  /** passing: trying again may help. */
  | { readonly kind: 'failed'; readonly sentence: string; readonly passing: boolean };

export interface StartFactsReader {
  /** What was read before, if it is not older than ten minutes. */
  known(subject: StartSubject): StartFacts | undefined;
  /** Reads now. Never throws for GitHub: a failure has its sentence. */
  read(subject: StartSubject): Promise<FactsRead>;
  /** Reads now, and after so many milliseconds serves what is known. */
  readWithin(subject: StartSubject, ms: number): Promise<FactsRead>;
  /** Looks whether an issue is there, for so many milliseconds. Never throws for GitHub. */
  issueWithin(repository: string, number: number, ms: number): Promise<IssueLook>;
}

const keptMs = 10 * 60_000;
const joinedMs = 1000; // a reading that takes longer may hang, and nobody else is to hang on it
const mostLines = 8;

type Changes = StartFacts['changes'];
const nothingYet: Changes = { commits: 0, pullRequests: 0, lines: [], authors: [] };

async function changesSince(
  github: StartGitHub,
  { repository, playbook }: StartSubject,
  latest: string | undefined,
): Promise<Changes> {
  const branch = playbook['released-from'];
  if (affectedQuestion(playbook) !== undefined) return nothingYet; // the fix comes after the start
  if (latest === undefined) {
    const commits = await github.newestCommits(repository, branch);
    return {
      commits: commits.length,
      pullRequests: 0,
      lines: commits.slice(0, mostLines).map(({ subject: text }) => ({ text })),
      authors: [],
    };
  }
  const changes = await github.changesBetween(repository, latest, branch, branch);
  if (changes === undefined)
    throw new RefusedOutside(
      `GitHub cannot compare ${latest} with ${branch} in ${repository}.`,
      'Check that both are there.',
      'not_comparable',
    );
  const { commits, total, pullRequests, authors, url } = changes;
  const byPull = pullRequests.map((pull) => ({ text: `#${pull.number} ${pull.title}`, url: pull.url }));
  const byCommit = [...commits].reverse().map(({ subject: text }) => ({ text }));
  return {
    commits: total,
    pullRequests: pullRequests.length,
    lines: (byPull.length > 0 ? byPull.reverse() : byCommit).slice(0, mostLines),
    authors,
    url,
  };
}

async function foldersOf(github: StartGitHub, { repository, playbook }: StartSubject) {
  const asked = Object.entries(playbook.questions).filter(([, question]) => question.kind === 'folders');
  const found = asked.map(async ([name, { under = '/' }]) => {
    const at = await github.readPath(repository, under, playbook['released-from']);
    const folders = at.kind === 'folder' ? at.entries.filter((e) => e.type === 'dir').map((e) => e.name) : [];
    return [name, folders.sort()] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

/** The highest that was withdrawn, where it is after the last release that holds. */
function withdrawnAfter(pattern: string, withdrawn: readonly string[], latest: VersionTag | undefined) {
  const highest = latestOf(pattern, [...withdrawn, ...(latest === undefined ? [] : [latest.tag])]);
  return highest === undefined || highest.tag === latest?.tag ? undefined : highest;
}

async function readFacts(
  github: StartGitHub,
  subject: StartSubject,
  withdrawn: readonly string[],
  readAt: Date,
): Promise<StartFacts> {
  const { repository, playbook } = subject;
  const branch = playbook['released-from'];
  const [prefix = ''] = playbook.tag.split('<version>');
  const tagged = github.tagsBeginning(repository, prefix).then(async (tags) => {
    const latest = latestOf(
      playbook.tag,
      tags.filter((tag) => !withdrawn.includes(tag)),
    );
    return { tags, latest, changes: await changesSince(github, subject, latest?.tag) };
  });
  const [{ tags, latest, changes }, head, folders] = await Promise.all([
    tagged,
    github.tipOfBranch(repository, branch),
    foldersOf(github, subject),
  ]);
  if (head === undefined)
    throw new RefusedOutside(
      `${repository} has no branch ${branch}.`,
      `Push it, or correct released-from in the playbook ${playbook.playbook}.`,
      'no_branch',
    );
  const after = withdrawnAfter(playbook.tag, withdrawn, latest);
  return { latest, tags, withdrawn: after, withdrawnTags: withdrawn, head, changes, folders, readAt };
}

function failureOf(error: unknown): Extract<FactsRead, { kind: 'failed' }> {
  if (error instanceof Outage) return { kind: 'failed', sentence: error.message, passing: true };
  if (error instanceof RefusedOutside)
    return { kind: 'failed', sentence: `${error.message} ${error.remedy}`, passing: false };
  throw error;
}

/** Reads and keeps what start forms show; those who ask within a second share one reading. */
export function startFacts({
  github,
  withdrawnTags,
  now,
}: {
  github: StartGitHub;
  /** The tags of a component's releases that were withdrawn. */
  withdrawnTags: (component: string) => Promise<readonly string[]>;
  now: () => Date;
}): StartFactsReader {
  const kept = new Map<string, StartFacts>();
  const reading = new Map<string, { readonly since: number; readonly answer: Promise<FactsRead> }>();

  // what slipway.yml or the playbook say differently is another thing to read
  const keyOf = ({ component, repository, playbook }: StartSubject): string =>
    [component, repository, playbook.playbook, playbook['released-from'], playbook.tag].join(' ');

  async function fresh(subject: StartSubject): Promise<FactsRead> {
    try {
      const facts = await readFacts(github, subject, await withdrawnTags(subject.component), now());
      kept.set(keyOf(subject), facts);
      return { kind: 'read', facts };
    } catch (error) {
      return failureOf(error);
    }
  }

  function known(subject: StartSubject): StartFacts | undefined {
    const facts = kept.get(keyOf(subject));
    return facts !== undefined && now().getTime() - facts.readAt.getTime() < keptMs ? facts : undefined;
  }

  function read(subject: StartSubject): Promise<FactsRead> {
    const key = keyOf(subject);
    const running = reading.get(key);
    if (running !== undefined && now().getTime() - running.since < joinedMs) return running.answer;
    const begun = { since: now().getTime(), answer: fresh(subject) };
    reading.set(key, begun);
    return begun.answer.finally(() => {
      if (reading.get(key) === begun) reading.delete(key);
    });
  }

  return {
    known,
    read,
    async readWithin(subject, ms) {
      const late: FactsRead = { kind: 'failed', sentence: 'GitHub does not answer in time.', passing: true };
      const first = (await inTime(read(subject), ms)) ?? late;
      const before = first.kind === 'failed' && first.passing ? known(subject) : undefined;
      return before === undefined ? first : { kind: 'read', facts: before };
    },
    async issueWithin(repository, number, ms) {
      const late: IssueLook = { kind: 'unread', sentence: 'it does not answer in time.' };
      const asked = github
        .issueAt(repository, number)
        .catch((error: unknown): IssueLook => ({ kind: 'unread', sentence: failureOf(error).sentence }));
      return (await inTime<IssueLook>(asked, ms)) ?? late;
    },
  };
}
