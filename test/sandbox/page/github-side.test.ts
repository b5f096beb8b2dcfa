import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { GitHubDeed } from '../../../sandbox/page/github-contract.ts';
import { deedAtGitHub, githubDeed } from '../../../sandbox/page/github-deeds.ts';
import { githubShown } from '../../../sandbox/page/github-shown.ts';
import { freshGitHub } from '../github/fresh-github.ts';

const repository = 'acme/shop';

const publish = `name: Publish
on:
  workflow_dispatch:
    inputs:
      version:
        required: true
        type: string
jobs:
  publish:
    runs-on: ubuntu-latest
`;
const deploy = `${publish.replace('Publish', 'Deploy')}    environment: production\n`;

/** The workflows that a release runs, on both branches. */
const workflows = { '.github/workflows/publish.yml': publish, '.github/workflows/deploy.yml': deploy };

/** A clock after the seed's commits, that goes on a second whenever it is looked at. */
function tickingClock(): () => Date {
  let at = Date.parse('2026-10-01T08:00:00Z');
  return () => {
    at += 1000;
    return new Date(at);
  };
}

async function freshPage() {
  const fresh = await freshGitHub({ now: tickingClock() });
  const shown = () => githubShown(fresh.client, repository);
  /** As the page's server does it, from what the browser sent. */
  const does = (deed: GitHubDeed) => deedAtGitHub(fresh.client, githubDeed.parse(JSON.parse(JSON.stringify(deed))));
  return { ...fresh, shown, does };
}

describe('what the page shows of a repository', async () => {
  const { repo, client, shown } = await freshPage();

  it('is its branches and tags at first, and nothing waits', async () => {
    const first = await shown();
    expect(first.branches).toMatchObject({
      items: [
        { name: 'main', main: true, subject: 'chore: start', author: 'Lena Bauer', head: { state: 'none' } },
        { name: 'dev', main: false, subject: 'feat: a cart', author: 'Ana Duarte' },
      ],
      more: 0,
    });
    expect(first.tags.items).toMatchObject([
      { name: 'v1.0.0', annotated: true, subject: 'shop 1.0.0', sha: first.branches.items[0]?.head.sha },
    ]);
    const none = { items: [], more: 0 };
    const { unfinishedRuns, openChecks, openPulls, closedPulls, finishedRuns, releases, deployments, issues } = first;
    for (const list of [unfinishedRuns, openChecks, openPulls, closedPulls, finishedRuns]) expect(list).toEqual(none);
    for (const list of [releases, deployments, issues]) expect(list).toEqual(none);
  });

  it('follows a push', async () => {
    const sha = await repo.pushes('ben-w', 'dev', { 'b.txt': 'two\n' }, 'feat: two\n\nand why');
    expect((await shown()).branches.items).toContainEqual({
      name: 'dev',
      main: false,
      subject: 'feat: two',
      author: 'Ben Walker',
      head: { sha, state: 'none', checks: [], statuses: [] },
    });
  });

  it('shows an open pull request with its checks, its statuses and what people said', async () => {
    const { number, headSha } = await repo.opensPullRequest('ana-d', {
      head: 'dev',
      base: 'main',
      title: 'Release 1.1.0',
      labels: ['release'],
    });
    await repo.status(headSha, 'slipway/release', 'pending', { description: 'Waits for a sign-off' });
    await repo.status(headSha, 'slipway/release', 'success', { description: 'Signed' });
    await repo.reviews('lena-b', number, 'APPROVE');
    await repo.comments('tom-h', number, 'At last.');
    const { openPulls, unfinishedRuns, branches, openChecks } = await shown();
    expect(openPulls.items).toMatchObject([
      {
        number,
        labels: ['release'],
        author: 'ana-d',
        machines: {
          state: 'pending', // the check still runs
          checks: [{ name: 'ci', app: 'github-actions', status: 'in_progress', conclusion: null }],
          statuses: [{ context: 'slipway/release', state: 'success', description: 'Signed' }],
        },
        reviews: [{ by: 'lena-b', state: 'APPROVED' }],
        comments: [{ by: 'tom-h', body: 'At last.' }],
      },
    ]);
    expect(unfinishedRuns.items).toMatchObject([{ workflow: 'ci.yml', event: 'pull_request', status: 'in_progress' }]);
    expect(branches.items.find(({ name }) => name === 'dev')?.head.state).toBe('pending');
    expect(openChecks.items).toEqual([]); // they stand at the pull request
  });

  it('shows what failed, and of a check that ran again the newest only', async () => {
    const state = async () => (await shown()).openPulls.items[0]?.machines;
    await repo.finishes('ci.yml', 'failure');
    expect(await state()).toMatchObject({ state: 'failure', checks: [{ name: 'ci', conclusion: 'failure' }] });
    expect((await shown()).finishedRuns.items).toMatchObject([{ conclusion: 'failure', attempt: 1 }]);
    await repo.reruns('ana-d', 'ci.yml');
    expect(await state()).toMatchObject({ state: 'pending', checks: [{ name: 'ci', conclusion: null }] });
    expect((await shown()).unfinishedRuns.items).toMatchObject([{ attempt: 2 }]);
    await repo.finishes('ci.yml', 'success');
    expect(await state()).toMatchObject({ state: 'success', checks: [{ name: 'ci', conclusion: 'success' }] });
  });

  it('keeps merged and closed pull requests, newest first', async () => {
    await repo.merges('lena-b', 1);
    await repo.pushes('ben-w', 'late', { 'late.txt': 'late\n' }, 'feat: late');
    const late = await repo.opensPullRequest('ben-w', { head: 'late', base: 'main', title: 'Late' });
    await repo.closes(late.number, 'ben-w');
    const { openPulls, closedPulls } = await shown();
    expect(openPulls.items).toEqual([]);
    expect(closedPulls.items).toMatchObject([
      { number: late.number, merged: null, machines: undefined },
      { number: 1, merged: { by: 'lena-b' } },
    ]);
  });

  it('lists checks of other Apps that run on a branch, once', async () => {
    const [main] = (await shown()).branches.items;
    const sha = main?.head.sha ?? '';
    await repo.branch('same', 'main');
    await repo.check(sha, 'scan', null);
    await repo.check(sha, 'licences', 'success');
    expect((await shown()).openChecks.items).toMatchObject([{ name: 'scan', branch: 'main', status: 'in_progress' }]);
  });

  it('shows a dispatched run with its inputs, and the deployment that waits for reviewers', async () => {
    await repo.pushes('lena-b', 'main', workflows, 'ci: publish and deploy');
    await repo.environment('production', ['kenji-q']);
    await repo.autofinish('publish.yml', 'queued');
    await repo.dispatches('omar-o', 'publish.yml', 'main', { version: '1.1.0' });
    await repo.dispatches('omar-o', 'deploy.yml', 'main', { version: '1.1.0' });
    const { unfinishedRuns, deployments } = await shown();
    expect(unfinishedRuns.items.slice(0, 2)).toMatchObject([
      { workflow: 'deploy.yml', status: 'waiting', pending: [{ environment: 'production', reviewers: ['kenji-q'] }] },
      { workflow: 'publish.yml', status: 'queued', pending: [], inputs: { version: '1.1.0' }, actor: 'omar-o' },
    ]);
    expect(deployments.items).toMatchObject([{ environment: 'production', state: 'waiting' }]);
  });

  it('shows tags and releases, newest first', async () => {
    const sha = await repo.pushes('lena-b', 'main', { 'c.txt': 'three\n' }, 'feat: three');
    await repo.tags('maria-r', 'v1.1.0', 'main', { annotated: 'shop 1.1.0' });
    await repo.immutableReleases(true);
    await repo.publishesRelease('maria-r', { tag: 'v1.1.0', name: 'shop 1.1.0', body: 'three' });
    await repo.publishesRelease('maria-r', { tag: 'v1.2.0-rc.1', draft: true, prerelease: true });
    const { tags, releases } = await shown();
    expect(tags.items.map(({ name }) => name)).toEqual(['v1.1.0', 'v1.0.0']);
    expect(tags.items[0]).toMatchObject({ sha, annotated: true, subject: 'shop 1.1.0' });
    expect(releases.items).toMatchObject([
      { tag: 'v1.2.0-rc.1', draft: true, prerelease: true, latest: false, immutable: false },
      { tag: 'v1.1.0', draft: false, latest: true, immutable: true, body: 'three' },
    ]);
  });

  it('shows the newest twenty and says how many more there are; open issues and the main branch come first', async () => {
    for (let index = 1; index <= 22; index += 1) {
      await repo.pushes('ben-w', `topic/${index}`, { 'topic.txt': `${index}\n` }, `feat: topic ${index}`);
      await repo.opensIssue('ben-w', { title: `Topic ${index}`, labels: ['topic'] });
    }
    const last = (await repo.issues()).at(-1)?.number ?? 0;
    await repo.closesIssue('ben-w', last);
    const { branches, issues } = await shown();
    expect(branches.items).toHaveLength(20);
    expect(branches.items.slice(0, 3).map(({ name }) => name)).toEqual(['main', 'topic/22', 'topic/21']);
    expect(branches.items.length + branches.more).toBe((await repo.refs('refs/heads/')).length);
    expect(issues).toMatchObject({ more: 2, items: { length: 20, 0: { number: last - 1, labels: ['topic'] } } });
    expect(issues.items.map(({ number }) => number)).not.toContain(last); // closed: behind the open ones
  });

  it('is refused of a repository that is not there', async () => {
    await expect(githubShown(client, 'acme/none')).rejects.toThrow(
      'GitHub has no repository “acme/none”. Choose one that is listed.',
    );
    await expect(githubShown(client, '../calls')).rejects.toThrow('GitHub has no repository');
  });

  it('never asks for what GitHub’s description has not', async () => {
    expect(await client.refusals()).toEqual([]);
  });
});

describe('a deed from the page', async () => {
  const { repo, github, does, shown } = await freshPage();
  const as = (by: string) => ({ repository, by });

  it('begins a run, ends it and runs it again', async () => {
    await repo.pushes('lena-b', 'main', workflows, 'ci: publish and deploy');
    await repo.autofinish('publish.yml', 'queued');
    const { id } = await repo.dispatches('omar-o', 'publish.yml', 'main', { version: '1' });
    const run = async () => (await repo.runs()).find((one) => one.id === id);
    expect(await does({ deed: 'begin', repository, run: id })).toEqual({ ok: true });
    expect(await run()).toMatchObject({ status: 'in_progress' });
    await does({ deed: 'finish', repository, run: id, conclusion: 'failure' });
    expect(await run()).toMatchObject({ status: 'completed', conclusion: 'failure' });
    await does({ deed: 'rerun', ...as('ana-d'), run: id });
    expect(await run()).toMatchObject({ status: 'queued', attempt: 2 });
    await does({ deed: 'finish', repository, run: id, conclusion: 'success' });
    expect(await run()).toMatchObject({ conclusion: 'success' });
  });

  it('ends a check of another App', async () => {
    const sha = (await shown()).branches.items[0]?.head.sha ?? '';
    for (const [name, conclusion] of [
      ['scan', 'success'],
      ['licences', 'failure'],
    ] as const) {
      await repo.check(sha, name, null);
      const check = (await shown()).openChecks.items.find((one) => one.name === name)?.id ?? 0;
      await does({ deed: 'finishCheck', repository, check, conclusion });
      expect(await repo.checks(sha)).toContainEqual(expect.objectContaining({ id: check, conclusion }));
    }
    expect((await shown()).openChecks.items).toEqual([]);
  });

  it('lets a deployment in as its reviewer, or rejects it', async () => {
    await repo.environment('production', ['kenji-q']);
    const { id: first } = await repo.dispatches('omar-o', 'deploy.yml', 'main', { version: '1' });
    const deed = { deed: 'reviewDeployment', environment: 'production' } as const;
    await expect(does({ ...deed, ...as('omar-o'), run: first, approve: true })).rejects.toThrow(
      'omar-o does not review production',
    );
    await does({ ...deed, ...as('kenji-q'), run: first, approve: true });
    expect((await repo.deployments('production')).at(-1)).toMatchObject({ state: 'in_progress' });
    const { id: second } = await repo.dispatches('omar-o', 'deploy.yml', 'main', { version: '2' });
    await does({ ...deed, ...as('kenji-q'), run: second, approve: false });
    expect((await repo.deployments('production')).at(-1)).toMatchObject({ state: 'failure' });
  });

  it('pushes a line more in a text file, as the person', async () => {
    await repo.pushes('lena-b', 'dev', { 'notes/done.md': '- done' }, 'docs: done');
    const push = { deed: 'push', ...as('ben-w'), branch: 'dev', path: 'notes/done.md' } as const;
    await does({ ...push, message: 'fix: late' });
    await does({ ...push, message: 'fix: later' });
    expect(await repo.file('dev', 'notes/done.md')).toBe('- done\n- fix: late\n- fix: later\n');
    await does({ ...push, path: 'new.txt', message: 'fix: new' });
    expect(await repo.file('dev', 'new.txt')).toBe('- fix: new\n');
    expect(await repo.log('dev', 1)).toMatchObject([{ message: 'fix: new', author: 'Ben Walker' }]);
  });

  it('reviews, names, merges and closes pull requests', async () => {
    const { number } = await repo.opensPullRequest('ana-d', { head: 'dev', base: 'main', title: 'Release 1.1.0' });
    await does({ deed: 'review', ...as('tom-h'), pull: number, verdict: 'REQUEST_CHANGES' });
    await does({ deed: 'review', ...as('lena-b'), pull: number, verdict: 'APPROVE' });
    await does({ deed: 'rename', ...as('ana-d'), pull: number, title: 'Release 1.2.0' });
    await does({ deed: 'merge', ...as('lena-b'), pull: number });
    expect(await repo.pull(number)).toMatchObject({
      title: 'Release 1.2.0',
      reviews: [
        { by: 'tom-h', state: 'CHANGES_REQUESTED', body: 'Please look at it again.' },
        { by: 'lena-b', state: 'APPROVED', body: '' },
      ],
      merged: { by: 'lena-b' },
    });
    await repo.pushes('ben-w', 'dev', { 'd.txt': 'four\n' }, 'feat: four');
    const next = await repo.opensPullRequest('ben-w', { head: 'dev', base: 'main', title: 'Next' });
    await does({ deed: 'close', ...as('ben-w'), pull: next.number });
    expect(await repo.pull(next.number)).toMatchObject({ state: 'closed', merged: null });
  });

  it('opens issues, with a label or without', async () => {
    await does({ deed: 'openIssue', ...as('sara-s'), title: 'It burns', label: 'bug' });
    await does({ deed: 'openIssue', ...as('sara-s'), title: 'It smells', label: '' });
    expect(await repo.issues()).toMatchObject([
      { title: 'It burns', labels: ['bug'], author: 'sara-s' },
      { title: 'It smells', labels: [] },
    ]);
  });

  it('closes and opens issues again, ticks their tasks, labels them and puts them into milestones', async () => {
    const task = 'Rollback is tested';
    const number = await repo.opensIssue('ana-d', {
      title: 'Checklist',
      body: `- [ ] ${task}\n- [ ] ${task} twice\n`,
    });
    const issue = async () => (await shown()).issues.items.find((one) => one.number === number);
    await does({ deed: 'tick', ...as('ana-d'), issue: number, task, ticked: true });
    expect(await issue()).toMatchObject({ body: `- [x] ${task}\n- [ ] ${task} twice\n` });
    await does({ deed: 'label', ...as('ana-d'), number, labels: ['release-blocker', 'bug'] });
    for (const title of ['v1.1.0', 'v1.1.0']) await does({ deed: 'milestone', ...as('ana-d'), number, title });
    expect(await issue()).toMatchObject({ labels: ['release-blocker', 'bug'], milestone: 'v1.1.0' });
    expect(await repo.milestones()).toEqual([{ title: 'v1.1.0', state: 'open' }]); // made once
    await does({ deed: 'milestone', ...as('ana-d'), number, title: '' });
    await does({ deed: 'closeIssue', ...as('ana-d'), issue: number });
    expect(await issue()).toMatchObject({ state: 'closed', milestone: null });
    await does({ deed: 'reopenIssue', ...as('ana-d'), issue: number });
    expect(await issue()).toMatchObject({ state: 'open' });
    await expect(does({ deed: 'tick', ...as('ana-d'), issue: number, task: 'Dance', ticked: true })).rejects.toThrow(
      '0 tasks say "Dance"',
    );
  });

  it('starts a workflow on a branch, of those that can be started there', async () => {
    expect((await shown()).startable).toEqual([
      { file: 'deploy.yml', name: 'Deploy', inputs: ['version'] },
      { file: 'publish.yml', name: 'Publish', inputs: ['version'] },
    ]);
    const dispatch = { deed: 'dispatch', ...as('omar-o'), workflow: 'publish.yml' } as const;
    await does({ ...dispatch, branch: 'main', inputs: { version: '7' } });
    const newest = (await shown()).unfinishedRuns.items[0];
    expect(newest).toMatchObject({ workflow: 'publish.yml', branch: 'main', inputs: { version: '7' } });
    await expect(does({ ...dispatch, branch: 'main', inputs: {} })).rejects.toThrow("'version' not provided");
  });

  it('writes a file as a whole and opens a pull request with it', async () => {
    const write = { deed: 'write', ...as('ben-w'), path: 'overlays/values.yaml', message: 'chore: values' } as const;
    await repo.branch('values', 'main');
    await does({ ...write, branch: 'values', content: 'version: 1\n' });
    await does({ ...write, branch: 'values', content: 'version: 2\n' });
    expect(await repo.file('values', 'overlays/values.yaml')).toBe('version: 2\n');
    await does({ deed: 'openPull', ...as('ben-w'), head: 'values', base: 'main', title: 'Values', body: 'Fixes #1' });
    const opened = (await shown()).openPulls.items[0];
    expect(opened).toMatchObject({ head: 'values', base: 'main', title: 'Values', body: 'Fixes #1' });
  });

  it('attaches a file to a release in the place of one of its name, with an attestation', async () => {
    await repo.publishesRelease('maria-r', { tag: 'v1.1.0', target: 'main' });
    const attach = { deed: 'attach', ...as('omar-o'), tag: 'v1.1.0', name: 'images.json', attested: true } as const;
    await does({ ...attach, content: '{}' });
    await does({ ...attach, content: '{"api":1}' });
    expect((await shown()).releases.items[0]?.assets).toEqual([{ name: 'images.json', size: 9 }]);
    const digest = `sha256:${createHash('sha256').update('{"api":1}').digest('hex')}`;
    const attested = await fetch(`${github.url}/repos/${repository}/attestations/${digest}`, {
      headers: { authorization: `Bearer ${github.token}` },
    });
    expect(await attested.json()).toMatchObject({ attestations: [{ initiator: 'github-actions' }] });
    await expect(does({ ...attach, tag: 'v9', content: '{}' })).rejects.toThrow('there is no release v9');
  });

  it('lets scanners find nothing', async () => {
    const authorization = { authorization: `Bearer ${github.token}` };
    const alerts = async (of: string) =>
      (await fetch(`${github.url}/repos/${repository}/${of}/alerts`, { headers: authorization })).status;
    const all = ['code-scanning', 'dependabot', 'secret-scanning'];
    expect(await Promise.all(all.map(alerts))).not.toContain(200);
    await does({ deed: 'scan', repository, branch: 'main' });
    expect(await Promise.all(all.map(alerts))).toEqual([200, 200, 200]);
  });

  it('enters a code of the device flow, as whoever is played', async () => {
    const begin = async () => {
      const body = new URLSearchParams({ client_id: github.clientId });
      const headers = { accept: 'application/json' };
      const answer = await fetch(`${github.url}/login/device/code`, { method: 'POST', headers, body });
      return z.object({ user_code: z.string() }).parse(await answer.json()).user_code;
    };
    const code = await begin();
    await does({ deed: 'enterCode', ...as('ana-d'), code: code.toLowerCase(), allow: true });
    const again = does({ deed: 'enterCode', ...as('ben-w'), code, allow: true });
    await expect(again).rejects.toThrow('The code you entered has been used already.');
    await expect(does({ deed: 'enterCode', ...as('ben-w'), code: 'WDJB-MJHT', allow: true })).rejects.toThrow(
      'The code you entered is incorrect or has expired.',
    );
  });

  it('is refused in GitHub’s words', async () => {
    const { number } = await repo.opensPullRequest('ben-w', { head: 'dev', base: 'main', title: 'Protected' });
    await expect(does({ deed: 'review', ...as('ben-w'), pull: number, verdict: 'APPROVE' })).rejects.toThrow(
      'Can not approve your own pull request',
    );
    await repo.protects('main', { requiredReviews: 1 });
    await expect(does({ deed: 'merge', ...as('ben-w'), pull: number })).rejects.toThrow(
      'At least 1 approving review is required by reviewers with write access.',
    );
    const push = { deed: 'push', ...as('ben-w'), branch: 'main', path: 'a.txt', message: 'fix: now' } as const;
    await expect(does(push)).rejects.toThrow('Changes must be made through a pull request.');
    expect(await repo.file('main', 'a.txt')).toBe('one\n');
    await expect(does({ deed: 'close', repository: 'acme/none', by: 'ben-w', pull: 1 })).rejects.toThrow(
      'there is no repository acme/none',
    );
  });
});

describe('what a page may ask for', () => {
  const push = { deed: 'push', repository, by: 'ben-w', branch: 'dev', path: 'notes/a-note.md', message: 'fix: now' };

  it.each([
    ['code', { path: 'src/index.ts' }],
    ['a workflow', { path: '.github/workflows/ci.yml' }],
    ['a file outside', { path: '../notes.md' }],
    ['a file by its full path', { path: '/notes.md' }],
    ['no message', { message: '  ' }],
    ['nobody', { by: '' }],
    ['a repository that is a path', { repository: 'acme/shop/../billing' }],
    ['more than is asked', { bypass: true }],
  ])('is no push of %s', (_, wrong) => {
    expect(githubDeed.safeParse(push).success).toBe(true);
    expect(githubDeed.safeParse({ ...push, ...wrong }).success).toBe(false);
  });

  const write = { ...push, deed: 'write', path: 'overlays/values.yaml', content: 'version: 2' };

  it.each([
    ['a workflow', { path: '.github/workflows/ci.yml' }],
    ['code', { path: 'src/index.ts' }],
    ['more than fits', { content: 'a'.repeat(20_001) }],
  ])('is no writing of %s', (_, wrong) => {
    expect(githubDeed.safeParse(write).success).toBe(true);
    expect(githubDeed.safeParse({ ...write, ...wrong }).success).toBe(false);
  });

  it.each([
    { deed: 'attach', repository, by: 'ben-w', tag: 'v1', name: '../a', content: '', attested: false },
    { deed: 'dispatch', repository, by: 'ben-w', workflow: '../ci.yml', branch: 'main', inputs: {} },
    { deed: 'label', repository, by: 'ben-w', number: 1, labels: [''] },
    { deed: 'scan', repository, by: 'ben-w', branch: 'main' },
  ])('is not $deed with what it does not take', (wrong) => {
    expect(githubDeed.safeParse(wrong).success).toBe(false);
  });
});
