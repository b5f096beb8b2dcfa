import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { changesForNotesOn } from '../src/adapters/github/changes-for-notes.ts';
import { createGitHub } from '../src/adapters/github/client.ts';
import { type Measured, measured, type Sizes } from './figure.ts';
import { largeRepository } from './large-repository.ts';
import { comparedBy, interleaved } from './rounds.ts';
import { type Sandbox, sandbox } from './town.ts';

const unlimited = { pausedUntil: async () => undefined, pauseUntil: async () => undefined };

/** The changes of release notes as Slipway reads them of a GitHub. */
export function notesOf({ github }: Sandbox) {
  const client = createGitHub({ credentials: { token: github.token }, baseUrl: github.url, pauses: unlimited });
  return changesForNotesOn(client.within(120_000)); // the local GitHub starts a git process a commit
}

/** The changelog of a very large range, read of GitHub, over `git log` of the same range in the repository. */
export async function changelogBench({ rounds, commits }: Sizes): Promise<readonly Measured[]> {
  const large = await largeRepository(commits);
  const outside = await sandbox(0, large.folder);
  const run = promisify(execFile);
  const log = ['-C', large.folder, 'log', '--format=%H%n%an%n%P%n%B', 'v1.0.0..main'];
  let read = 0;
  const timed = async (work: () => Promise<unknown>): Promise<{ seconds: number; own: number }> => {
    const [begun, before] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(before);
    return { seconds: (performance.now() - begun) / 1000, own: (user + system) / 1e6 };
  };
  try {
    const measuredRounds = await interleaved(
      rounds,
      () =>
        timed(async () => {
          const changes = await notesOf(outside).changesForNotes('acme/large', 'v1.0.0', 'main');
          read = changes.commits.length;
        }),
      () => timed(() => run('git', log, { maxBuffer: 1 << 28 })),
    );
    const wall = comparedBy(measuredRounds, (one) => one.seconds);
    const own = measuredRounds.map(({ ours, plain }) => ({ ours: ours.own, plain: plain.seconds }));
    const what = `changelog of ${commits} commits (${read} read)`;
    return [
      measured(`${what}, over git log`, 's', wall, { of: 'ratio', most: 5 }),
      measured(
        `${what}, processor time of Slipway's own, over git log`,
        's',
        comparedBy(own, (one) => one),
      ),
    ];
  } finally {
    await outside.process.end();
    await large.remove();
  }
}
