import { describe, expect, test } from 'vitest';
import { type StartGitHub, startFacts } from '../../src/commands/start-facts.ts';
import { entitledTo } from '../../src/commands/start-people.ts';
import { Outage } from '../../src/release/outside-errors.ts';
import { slipwayFile } from '../../src/slipway-file.ts';
import { backendService } from '../release/given.ts';
import { billing } from './start-rig.ts';

const subject = { component: 'billing', repository: 'acme/billing', playbook: backendService };
const commit = (n: number) => ({ sha: String(n).repeat(40), subject: `commit ${n}` });

/** A GitHub in memory: `answers` counts what was asked of it. */
function github(change: Partial<StartGitHub> = {}): StartGitHub {
  return {
    tagsBeginning: async () => ['v1.4.2', 'v1.5.0-rc1', 'vault', 'v1.3.0'],
    tipOfBranch: async () => 'a'.repeat(40),
    issueAt: async () => ({ kind: 'missing' }),
    newestCommits: async () => [commit(1), commit(2)],
    changesBetween: async () => ({
      commits: [commit(1), commit(2)],
      total: 2,
      pullRequests: [],
      authors: ['ben-w'],
      url: 'https://x',
    }),
    readPath: async () => ({
      kind: 'folder',
      entries: [
        { name: 'b', type: 'dir' },
        { name: 'README.md', type: 'file' },
        { name: 'a', type: 'dir' },
      ],
    }),
    ...change,
  };
}
let time = Date.parse('2026-11-02T09:00:00Z');
const reader = (change?: Partial<StartGitHub>) =>
  startFacts({ github: github(change), withdrawnTags: async () => [], now: () => new Date(time) });

describe('what GitHub says before a release', () => {
  test('is the latest release, what is new since, and the folders', async () => {
    const read = await reader().read(subject);
    expect(read).toMatchObject({
      kind: 'read',
      facts: {
        latest: { tag: 'v1.4.2' },
        changes: { commits: 2, pullRequests: 0, lines: [{ text: 'commit 2' }, { text: 'commit 1' }] },
        folders: { features: ['a', 'b'] },
      },
    });
  });

  test('of a first release is everything on the branch', async () => {
    const read = await reader({ tagsBeginning: async () => [] }).read(subject);
    expect(read).toMatchObject({ kind: 'read', facts: { latest: undefined, changes: { commits: 2 } } });
  });

  test('may be that a branch is missing', async () => {
    expect(await reader({ tipOfBranch: async () => undefined }).read(subject)).toEqual({
      kind: 'failed',
      passing: false,
      sentence: 'acme/billing has no branch dev. Push it, or correct released-from in the playbook backend-service.',
    });
  });

  test('serves for ten minutes while GitHub is down, and no longer', async () => {
    let down = false;
    const facts = reader({
      async tagsBeginning() {
        if (down) throw new Outage('GitHub answers 503.');
        return ['v1.4.2'];
      },
    });
    await facts.read(subject);
    down = true;
    time += 9 * 60_000;
    expect((await facts.readWithin(subject, 1000)).kind).toBe('read');
    time += 2 * 60_000;
    expect(await facts.readWithin(subject, 1000)).toEqual({
      kind: 'failed',
      passing: true,
      sentence: 'GitHub answers 503.',
    });
  });

  test('is waited for so long only', async () => {
    const facts = reader({ tagsBeginning: () => new Promise(() => undefined) });
    expect(await facts.readWithin(subject, 5)).toMatchObject({
      kind: 'failed',
      sentence: 'GitHub does not answer in time.',
    });
  });

  test('is asked once by all who ask at once', async () => {
    let asked = 0;
    const facts = reader({
      async tipOfBranch() {
        asked += 1;
        return 'a'.repeat(40);
      },
    });
    await Promise.all([facts.read(subject), facts.read(subject), facts.readWithin(subject, 1000)]);
    expect(asked).toBe(1);
  });
});

test('a workspace whose plan has no user groups is told what to do', () => {
  const components = slipwayFile.parse({ workspace: 'T0SLIPWAY', components: { billing } }).components;
  const component = components['billing'];
  if (component === undefined) throw new Error('billing is configured.');
  expect(
    entitledTo(backendService, component, { kind: 'unpaid' }, { known: () => undefined, logins: {} })['backend-lead'],
  ).toEqual({
    kind: 'nobody',
    sentence:
      "Backend lead is filled from a user group, but this workspace's plan of Slack has none. Name people in slipway.yml instead.",
  });
});
