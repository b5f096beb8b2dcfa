import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GitHubClient, githubClient } from '../../sandbox/github/client.ts';
import { acmeRepositories, people, teams } from '../../sandbox/github/seed.ts';
import { type LocalGitHub, startGitHub } from '../../sandbox/github/start-github.ts';
import { createGitHub } from '../../src/adapters/github/client.ts';
import { contentsOn } from '../../src/adapters/github/contents.ts';
import { pullRequestListsOn } from '../../src/adapters/github/pull-request-lists.ts';
import { pullRequestsOn } from '../../src/adapters/github/pull-requests.ts';
import { teamsOn } from '../../src/adapters/github/teams.ts';
import { executeOn } from '../../src/execute.ts';
import { findOwners } from '../../src/jobs/find-owners.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import type { Recorded } from '../../src/release/evolve.ts';
import { RefusedOutside } from '../../src/release/outside-errors.ts';
import { sharedPauses } from '../adapters/github/scripted-github.ts';
import { completed, started, upTo } from '../release/given.ts';

let server: LocalGitHub;
let control: GitHubClient;
beforeAll(async () => {
  server = await startGitHub({ repositories: acmeRepositories(), people, teams });
  control = githubClient(server.controlUrl);
});
afterAll(() => server.stop());

function clientOf(credentials: Parameters<typeof createGitHub>[0]['credentials']) {
  const github = createGitHub({ credentials, baseUrl: server.url, pauses: sharedPauses() });
  return { ...contentsOn(github), ...pullRequestListsOn(github), ...pullRequestsOn(github), ...teamsOn(github) };
}

/** A release whose pull request stands at this head, with the log of it. */
async function releaseAt(number: number, head: string) {
  const recorded: Recorded[] = [];
  const execute = executeOn({
    unrecorded(error) {
      throw error;
    },
    log: {
      async append({ after, at, events }: { after: number; at: Date; events: readonly ReleaseEvent[] }) {
        if (after !== recorded.length) return { kind: 'conflict' as const };
        recorded.push(...events.map((event, n) => ({ event, at, version: after + n + 1 })));
        return { kind: 'appended' as const, version: recorded.length };
      },
      read: async (_, after = 0) => recorded.slice(after),
    },
    now: () => new Date(),
    enqueue: () => undefined,
  });
  const github = { 'U-lena': 'lena-b', 'U-tom': 'Tom-H', 'U-omar': 'omar-o' };
  const begun = started({ sources: { 'backend-lead': { kind: 'codeowners' } } });
  await execute('one', { ...begun, type: 'StartRelease', component: { ...begun.component, github } });
  const events = [...upTo.ready().slice(1), completed('pr', { number: String(number), head, authors: 'ana-d' })];
  recorded.push(...events.map((event, n) => ({ event, at: new Date(), version: recorded.length + n + 1 })));
  const release = await execute.load('one');
  if (release === undefined) throw new Error('It did not start.');
  return { execute, release, owners: async () => (await execute.load('one'))?.owners['pr'], recorded };
}

test('finds who owns what the pull request changes: the file of the branch merged into, teams, strangers; recorded once', async () => {
  const billing = control.repository('acme/billing');
  const client = clientOf({ token: server.token });
  await billing.pushes(
    'tom-h',
    'main',
    {
      '.github/CODEOWNERS':
        '* @lena-b\n/api/ @acme/backend-leads\n/web/ @sara-s ana@acme.example\n/ops/ @acme/nobody\n/else/ @ben-w\n',
    },
    'chore: owners',
  );
  await billing.pushes(
    'ana-d',
    'dev',
    { 'api/a.ts': '1', 'web/b.ts': '2', 'ops/c.ts': '3', CODEOWNERS: '* @ben-w' },
    'feat: all over',
  );
  const opened = await client.openPullRequest('acme/billing', {
    head: 'dev',
    base: 'main',
    title: 'Release',
    body: '',
  });
  if (opened.kind !== 'made') throw new Error('It is open already.');
  const { number, head } = opened.pullRequest;
  const { execute, release, owners, recorded } = await releaseAt(number, head);
  await findOwners(client, execute, release, 'pr');
  await findOwners(client, execute, (await execute.load('one')) ?? release, 'pr');
  expect((await owners())?.head).toBe(head);
  expect((await owners())?.groups).toEqual([
    { patterns: ['*'], people: ['U-lena'], unknown: [] },
    { patterns: ['/api/'], people: ['U-lena', 'U-tom'], unknown: [] },
    { patterns: ['/web/'], people: [], unknown: ['sara-s', 'ana@acme.example'] },
    { patterns: ['/ops/'], people: [], unknown: ['@acme/nobody'] },
  ]);
  expect(recorded.filter(({ event }) => event.type === 'OwnersFound')).toHaveLength(1);

  const app = clientOf({ appId: String(server.appId), privateKey: server.privateKey });
  await expect(app.teamMembers('acme/billing', 'acme/backend-leads')).rejects.toBeInstanceOf(RefusedOutside); // without members: read

  await billing.pushes('ana-d', 'dev', { 'api/d.ts': '1' }, 'feat: more');
  const moved = await releaseAt(number, head);
  await findOwners(client, moved.execute, moved.release, 'pr'); // of another head than the one that is recorded
  expect(await moved.owners()).toBeUndefined();
  expect(await control.refusals()).toEqual([]);
});

test('without the file nobody owns anything', async () => {
  const client = { ...clientOf({ token: server.token }), readPath: async () => ({ kind: 'missing' as const }) };
  const [pull] = (await client.pullRequestsBetween('acme/billing', 'dev', 'main')).filter(
    ({ state }) => state === 'open',
  );
  if (pull === undefined) throw new Error('There is no pull request.');
  const { execute, release, owners } = await releaseAt(pull.number, pull.head);
  await findOwners(client, execute, release, 'pr');
  expect((await owners())?.groups).toEqual([]);
});

test('a team is read page by page', async () => {
  const many = Array.from({ length: 130 }, (_, n) => ({
    login: `member-${n}`,
    id: 1000 + n,
    name: `M ${n}`,
    email: `m${n}@acme.example`,
  }));
  const large = await startGitHub({
    repositories: acmeRepositories(),
    people: [...people, ...many],
    teams: { 'acme/many': many.map(({ login }) => login) },
  });
  try {
    const github = createGitHub({ credentials: { token: large.token }, baseUrl: large.url, pauses: sharedPauses() });
    expect(await teamsOn(github).teamMembers('acme/billing', 'acme/many')).toHaveLength(130);
    expect(await teamsOn(github).teamMembers('acme/billing', 'acme/none')).toBeUndefined();
  } finally {
    await large.stop();
  }
});
