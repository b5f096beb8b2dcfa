import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { changesForNotesOn } from '../../../src/adapters/github/changes-for-notes.ts';
import { createGitHub } from '../../../src/adapters/github/client.ts';
import { pullRequestListsOn } from '../../../src/adapters/github/pull-request-lists.ts';
import { pullRequestsOn } from '../../../src/adapters/github/pull-requests.ts';
import { json, scriptedGitHub, sharedPauses } from '../../adapters/github/scripted-github.ts';
import { type LocalTrial, localGitHub, trialRelease, withoutAssociations } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

const step = { check: 'labels-accurate', 'one-of': ['type:*', 'chore'], as: 'it' };
const strict = { 'with-breaking': 'breaking', 'with-docs': 'Documentation' };
const look = async (more: Readonly<Record<string, unknown>> = {}, client = local.client) => {
  const trial = await trialRelease(client, [{ ...step, ...more }]);
  return await trial.look('it');
};

interface Change {
  readonly message: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly title?: string;
  readonly body?: string;
  readonly labels?: readonly string[];
  readonly method?: 'merge' | 'squash' | 'rebase';
}

/** A pull request of one commit that is merged into dev; resolves to its number and the commit. */
async function merged({ message, files, title, body, labels, method = 'merge' }: Change) {
  const branch = `change-${(await local.billing.pulls('all')).length}`;
  const sha = await local.billing.pushes('ana-d', branch, files ?? { [`src/${branch}.ts`]: '1\n' }, message, {
    from: 'dev',
  });
  const named = { head: branch, base: 'dev', title: title ?? message.split('\n', 1)[0] ?? '' };
  const { number } = await local.billing.opensPullRequest('ana-d', {
    ...named,
    ...(body === undefined ? {} : { body }),
  });
  await local.billing.labels(number, labels ?? ['type:change']);
  await local.billing.merges('lena-b', number, { method });
  return { number, short: sha.slice(0, 7) };
}

const labelSeeded = async () => {
  await local.billing.labels(1, ['Type:Feature']);
  await local.billing.labels(2, ['chore', 'good first issue']);
};

describe('labels-accurate', () => {
  it('names the pull requests that carry none or several, and passes once each carries one', async () => {
    await local.billing.labels(2, ['type:fix', 'chore']);
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence:
        '2 of 2 merged pull requests since v1.4.0 are not labelled rightly: #1 has no label type:* or chore and #2 has type:fix and chore where one label type:* or chore is wanted. Correct the labels on GitHub.',
      link: expect.stringMatching(/\/pull\/1$/),
    });
    await labelSeeded();
    expect(await look()).toMatchObject({
      status: 'done',
      done: { sentence: '2 merged pull requests since v1.4.0 are labelled rightly.' },
    });
    expect(await local.control.refusals()).toEqual([]);
  });

  it.each(['merge', 'squash', 'rebase'] as const)('the breaking label goes with what breaks (%s)', async (method) => {
    await labelSeeded();
    const bang = await merged({ message: 'feat(api)!: drop v1', title: 'Drop v1', method });
    const footer = await merged({ message: 'fix: rounding\n\nBREAKING CHANGE: half to even', method });
    expect(await look()).toMatchObject({ status: 'done' });
    const lacking = (await look(strict)).reading;
    expect(lacking?.outcome).toBe('fail');
    expect(lacking?.sentence).toMatch(
      new RegExp(
        `^2 of 4 merged pull requests since v1\\.4\\.0 are not labelled rightly: #${bang.number} lacks breaking though [0-9a-f]{7} says that it breaks something and #${footer.number} lacks breaking though [0-9a-f]{7} says`,
      ),
    );
    if (method === 'merge') expect(lacking?.sentence).toContain(bang.short);
    for (const { number } of [bang, footer]) await local.billing.labels(number, ['type:change', 'BREAKING']);
    expect(await look(strict)).toMatchObject({ status: 'done' });
    await local.billing.labels(2, ['chore', 'breaking']);
    expect((await look(strict)).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(
        '1 of 4 merged pull requests since v1.4.0 is not labelled rightly: #2 has breaking though no commit says that it breaks anything.',
      ),
    });
  });

  it('a title that says it counts as a commit does; a body that talks of it does not', async () => {
    await labelSeeded();
    await merged({ message: 'feat: a', title: 'feat!: a' });
    await merged({ message: 'feat: b', body: 'BREAKING CHANGE: none' });
    expect((await look(strict)).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(
        '1 of 4 merged pull requests since v1.4.0 is not labelled rightly: #3 lacks breaking though its title says',
      ),
    });
  });

  it('what touches documentation only carries its label, other things need not', async () => {
    await labelSeeded();
    await merged({ message: 'docs: how', files: { 'docs/how/to.txt': 'so\n', 'src/README.md': 'x\n' } });
    await merged({ message: 'docs: and code', files: { 'docs/why.md': 'so\n', 'src/why.ts': '1\n' } });
    expect((await look(strict)).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(
        '1 of 4 merged pull requests since v1.4.0 is not labelled rightly: #3 lacks Documentation though it touches documentation only.',
      ),
    });
    await local.billing.labels(3, ['type:docs', 'documentation']);
    expect(await look(strict)).toMatchObject({ status: 'done' });
  });

  const marked = 'Written\n\n<!-- Slipway-Release: billing-1.4.0-x -->';

  it('what Slipway opened needs no labels', async () => {
    await labelSeeded();
    await local.billing.pushes('ana-d', 'evidence', { 'evidence.md': '1\n' }, 'docs: evidence', { from: 'dev' });
    const wanted = { head: 'evidence', base: 'dev', title: 'docs: evidence', body: marked };
    const opened = await local.client.openPullRequest('acme/billing', wanted);
    if (opened.kind !== 'made') throw new Error(opened.kind);
    await local.billing.merges('lena-b', opened.pullRequest.number);
    expect(await look(strict)).toMatchObject({ status: 'done' });
  });

  it('what an App opened needs none either, by either way to read it', async () => {
    await labelSeeded();
    const { appId, privateKey, url } = local.server;
    const github = createGitHub({
      credentials: { appId: String(appId), privateKey },
      baseUrl: url,
      pauses: sharedPauses(),
    });
    const client = { ...local.client, ...changesForNotesOn(github), ...pullRequestsOn(github) };
    await local.billing.pushes('ana-d', 'evidence', { 'evidence.md': '1\n' }, 'docs: evidence', { from: 'dev' });
    const wanted = { head: 'evidence', base: 'dev', title: 'docs: evidence', body: marked };
    const opened = await client.openPullRequest('acme/billing', wanted);
    if (opened.kind !== 'made') throw new Error(opened.kind);
    await local.billing.merges('lena-b', opened.pullRequest.number);
    expect(await look(strict, client)).toMatchObject({ status: 'done' });
    await local.billing.pushes('tom-h', 'dev', { 'a.md': 'a' }, 'fix: as told (#99)'); // GraphQL refuses 99
    expect(await look(strict, client)).toMatchObject({ status: 'done' });
  });

  it("Slipway's mark in anybody else's pull request takes nothing out", async () => {
    await labelSeeded();
    const { number } = await merged({ message: 'docs: evidence', labels: [], body: marked });
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(`#${number} has no label type:* or chore`),
    });
  });

  it('more commits than GitHub lists of a pull request are no pass, unless one of the listed breaks', async () => {
    await labelSeeded();
    const { number } = await merged({ message: 'feat: much', method: 'squash' });
    const long = (message: string) => ({
      ...local.client,
      commitsOfPullRequest: async (_: string, of: number) => ({
        commits: [{ sha: 'a'.repeat(40), message: of === number ? message : 'chore: x' }],
        complete: of !== number,
      }),
    });
    expect((await look({ 'with-breaking': 'breaking' }, long('feat: much'))).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: `#${number} has more commits than GitHub lists of a pull request (250), so Slipway cannot say whether one of them breaks something. Look at them on GitHub, and complete this step by hand.`,
      link: expect.stringMatching(new RegExp(`/pull/${number}$`)),
    });
    expect((await look({ 'with-breaking': 'breaking' }, long('feat!: much'))).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(`#${number} lacks breaking though aaaaaaa says`),
    });
    expect(await look({}, long('feat: much'))).toMatchObject({ status: 'done' });
  });

  it('of a pull request GitHub lists the first 250 commits: whether there are more, it counts', async () => {
    const commits = (count: number) =>
      json(
        200,
        Array.from({ length: count }, () => ({ sha: 'a'.repeat(40), commit: { message: 'feat: a' } })),
      );
    const read = async (total: number) => {
      const pages = [commits(100), commits(100), commits(50), json(200, { commits: total })];
      await using server = await scriptedGitHub(...pages);
      const github = createGitHub({ credentials: { token: 't' }, baseUrl: server.url, pauses: sharedPauses() });
      return await pullRequestListsOn(github).commitsOfPullRequest('acme/billing', 7);
    };
    expect(await read(251)).toMatchObject({ complete: false, commits: { length: 250 } });
    expect(await read(250)).toMatchObject({ complete: true, commits: { length: 250 } });
  });

  it('is unavailable where GitHub does not tell which pull requests brought the commits', async () => {
    await labelSeeded();
    const refused = await withoutAssociations(local);
    expect((await look({}, refused)).reading).toMatchObject({
      outcome: 'unavailable',
      sentence:
        'GitHub does not tell Slipway which pull requests brought the commits since v1.4.0, so it cannot say whether every pull request is labelled rightly. GitHub refused: Resource not accessible by personal access token. Its GitHub App or token needs the permissions contents: read and pull requests: read on acme/billing.',
    });
  });

  it('several faults of one are told together, and of many only the first', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await merged({ message: `feat!: ${name}`, labels: [] });
    expect((await look({ 'with-breaking': 'breaking' })).reading?.sentence).toMatch(
      /#3 has no label type:\* or chore and lacks breaking though [0-9a-f]{7} says that it breaks something and 3 more\./,
    );
  });

  it('a tag that is gone, and more commits than are read, are no pass', async () => {
    const gone = await trialRelease(local.client, [step], { change: { previousTag: 'v0.1.0' } });
    expect((await gone.look('it')).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('Slipway cannot read what was merged into dev since v0.1.0.'),
    });
    const many = { ...local.client, changesForNotes: async () => ({ commits: [], pullRequests: [], truncated: true }) };
    expect((await look({}, many)).reading).toMatchObject({
      outcome: 'unavailable',
      sentence:
        'There are more commits since v1.4.0 than Slipway reads (1,000), so it cannot say whether every pull request is labelled rightly. Complete this step by hand.',
    });
    const none = { ...many, changesForNotes: async () => ({ commits: [], pullRequests: [], truncated: false }) };
    expect(await look({}, none)).toMatchObject({
      status: 'done',
      done: { sentence: 'No pull request was merged since v1.4.0.' },
    });
  });
});
