import { describe, expect, it } from 'vitest';
import type { Commit, MergedPullRequest } from '../../src/release/changes.ts';
import { notesOf } from '../../src/release/notes.ts';
import { withoutReverted } from '../../src/release/reverted.ts';

const id = (n: number): string => String(n).padStart(40, '0');

function commit(n: number, message: string, pullRequests: readonly number[] = [], parents = 1): Commit {
  return {
    sha: id(n),
    message,
    url: `https://g/${n}`,
    parents: Array.from({ length: parents }, (_, k) => id(k)),
    pullRequests,
  };
}
function pull(number: number, title: string, body = ''): MergedPullRequest {
  return { number, title, body, url: `https://github.com/acme/billing/pull/${number}`, labels: [] };
}
const left = (commits: readonly Commit[], pullRequests: readonly MergedPullRequest[]) => {
  const { commits: kept, pullRequests: pulls } = withoutReverted({ commits, pullRequests });
  return { commits: kept.map(({ sha }) => Number(sha)), pulls: pulls.map(({ number }) => number) };
};
const merge = (n: number, number: number) => commit(n, `Merge pull request #${number} from acme/x`, [number], 2);

describe('a revert goes with what it reverts', () => {
  const limit = [commit(1, 'feat: a limit', [41]), commit(2, 'fix: its edge', [41]), merge(3, 41)];
  const other = commit(4, 'fix: other');

  it('of a merged pull request, as GitHub and git revert write it', () => {
    const reverted = commit(5, `Revert "a limit"\n\nThis reverts commit ${id(3)}.`, [50]);
    const byHand = commit(5, `Revert "Merge …"\n\nThis reverts commit ${id(3)}, reversing\nchanges made to ${id(0)}.`);
    const pulls = [pull(41, 'feat: a limit'), pull(50, 'Revert "a limit"')];
    expect(left([...limit, other, reverted, merge(6, 50)], pulls)).toEqual({ commits: [4], pulls: [] });
    expect(left([...limit, other, byHand], [pull(41, 'feat: a limit')])).toEqual({ commits: [4], pulls: [] });
    const changes = {
      ...withoutReverted({ commits: [...limit, other, reverted], pullRequests: pulls }),
      truncated: false,
    };
    expect(notesOf({ changes }).map(({ text }) => text)).toEqual(['other']);
  });

  it('of a squash whose message lost the commit: by what the pull request says, of this repository alone', () => {
    const squashed = [commit(1, 'feat: a limit (#41)', [41]), commit(2, 'Revert "a limit" (#50)', [50])];
    const says = (body: string) => left(squashed, [pull(41, 'a'), pull(50, 'b', body)]);
    expect(says('Reverts acme/billing#41\n\nbecause').pulls).toEqual([]);
    expect(says('Reverts #41\r\n').pulls).toEqual([]);
    expect(says('Reverts acme/other#41').pulls).toEqual([41, 50]);
    expect(says('It Reverts #41 partly').pulls).toEqual([41, 50]);
    expect(says('Reverts #40').pulls).toEqual([41, 50]);
  });

  it('one commit of several, and a pull request that does more, stay', () => {
    const one = commit(5, `Revert "its edge"\n\nThis reverts commit ${id(2)}.`, [50]);
    const more = commit(6, 'feat: something else', [50]);
    expect(left([...limit, one, more], [pull(41, 'a'), pull(50, 'b')])).toEqual({
      commits: [1, 3, 6],
      pulls: [41, 50],
    });
  });

  it('a revert that was reverted takes nothing away, and of what is older than the release it stays', () => {
    const revert = commit(5, `Revert "a limit"\n\nThis reverts commit ${id(3)}.`, [50]);
    const again = commit(7, `Reapply "a limit"\n\nThis reverts commit ${id(6)}.`, [60]);
    const pulls = [pull(41, 'a'), pull(50, 'b'), pull(60, 'c')];
    expect(left([...limit, revert, merge(6, 50), again, merge(8, 60)], pulls)).toEqual({
      commits: [1, 2, 3],
      pulls: [41],
    });
    expect(left([revert, merge(6, 50)], [pull(50, 'b')])).toEqual({ commits: [5, 6], pulls: [50] });
  });
});
