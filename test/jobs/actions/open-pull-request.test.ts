import { expect, test } from 'vitest';
import { upTo } from '../../release/given.ts';
import { factsOf, scene, thrownBy } from './scene.ts';

test('opens the release pull request with what it carries, by author', async () => {
  const { acts, billing, tip } = await scene();
  const outcome = await acts('pr', upTo.ready());
  const [pull] = await billing.pulls();
  expect(outcome).toMatchObject({ kind: 'completed', how: 'made', link: expect.stringMatching(/\/pull\/3$/) });
  expect(outcome.sentence).toBe('Pull request #3 is open: 10 commits of 2 pull requests.');
  expect(factsOf(outcome)).toEqual({
    number: '3',
    pulls: '1 Round tax per line\n2 Export invoices as CSV',
    url: expect.stringMatching(/\/acme\/billing\/pull\/3$/),
    head: await tip('dev'),
    title: 'Release billing 1.5.0',
    base: 'main',
    authors: 'ben-w ana-d kenji-q',
    'author-ids': '108 107 105',
    'started-by': 'maria-r',
    commits: '10',
    pullRequests: '2',
    changes: expect.stringContaining('#2 Export invoices as CSV by ana-d'),
  });
  expect(pull).toMatchObject({ title: 'Release billing 1.5.0', head: 'dev', base: 'main' });
  expect(pull?.body).toContain('### 2 pull requests');
  expect(pull?.body).toContain('- ben-w\n  - #1 Round tax per line');
  expect(pull?.body).toContain('test: smoke test of the export');
  expect(pull?.body).toContain('<!-- Slipway-Release: billing-1.5.0-abc123 -->');
});

test('opens one, however often it is tried', async () => {
  const { acts, billing } = await scene();
  const first = await acts('pr', upTo.ready());
  const second = await acts('pr', upTo.ready());
  expect(second).toEqual(first);
  expect(await billing.pulls()).toHaveLength(1);
});

test('opens one as an App as well', async () => {
  const { acts, billing } = await scene('app');
  await acts('pr', upTo.ready());
  expect(await acts('pr', upTo.ready())).toMatchObject({ kind: 'completed', how: 'made' });
  expect(await billing.pulls()).toMatchObject([{ author: 'slipway[bot]' }]);
});

test.each(['502-after-write', 'reset-after', 'reset-before', '5xx'] as const)('opens one through %s', async (kind) => {
  const { acts, billing, control } = await scene();
  await control.fault({ kind, method: 'POST', path: /\/pulls$/ });
  expect(await thrownBy(acts('pr', upTo.ready()))).toMatchObject({ name: 'Outage' });
  expect(await acts('pr', upTo.ready())).toMatchObject({ kind: 'completed', how: 'made' });
  expect(await billing.pulls()).toHaveLength(1);
});

test('two at the same moment open one, and agree', async () => {
  const { acts, billing } = await scene();
  const [one, other] = await Promise.all([acts('pr', upTo.ready()), acts('pr', upTo.ready())]);
  expect(factsOf(one)).toEqual(factsOf(other));
  expect(await billing.pulls()).toHaveLength(1);
});

test('takes over one that is open, and leaves its words alone', async () => {
  const { acts, billing, writes } = await scene();
  await billing.opensPullRequest('ana-d', { head: 'dev', base: 'main', title: 'Release!', body: 'by hand' });
  const outcome = await acts('pr', upTo.ready());
  expect(outcome).toMatchObject({ kind: 'completed', how: 'adopted' });
  expect(outcome.sentence).toBe(
    'Pull request #3, opened by ana-d, is taken over as it is: 10 commits of 2 pull requests.',
  );
  expect(factsOf(outcome)).toMatchObject({ title: 'Release!', authors: 'ben-w ana-d kenji-q' });
  expect(await billing.pull(3)).toMatchObject({ title: 'Release!', body: 'by hand' });
  expect(await writes()).toEqual([]);
});

test('finds its own again when somebody merged it before it was recorded', async () => {
  const { acts, billing } = await scene();
  const facts = factsOf(await acts('pr', upTo.ready()));
  await billing.merges('tom-h', 3);
  const outcome = await acts('pr', upTo.ready());
  expect(factsOf(outcome)).toMatchObject({ number: '3', head: facts['head'] });
  expect(await billing.pulls('all')).toHaveLength(3);
});

test('says that there is nothing to release.', async () => {
  const { acts, billing } = await scene();
  const by = await billing.opensPullRequest('ana-d', { head: 'dev', base: 'main', title: 'All of it' });
  await billing.merges('ana-d', by.number);
  expect(await acts('pr', upTo.ready())).toEqual({
    kind: 'failed',
    sentence: 'dev has nothing that main lacks, so there is nothing to release.',
    remedy: 'Merge into dev what is to be released, then press Retry; or cancel this release.',
    link: undefined,
  });
});

test('says which branch is missing', async () => {
  const { acts, billing } = await scene();
  await billing.deletesBranch('ana-d', 'dev');
  expect(await acts('pr', upTo.ready())).toMatchObject({
    kind: 'failed',
    sentence: 'acme/billing has no branch dev.',
  });
});

test('says which permission is missing', async () => {
  const { acts, control } = await scene('app');
  await control.permissions({ metadata: 'read', contents: 'write', pull_requests: 'read' });
  expect(await thrownBy(acts('pr', upTo.ready()))).toMatchObject({
    name: 'RefusedOutside',
    message: 'GitHub refused: Resource not accessible by integration',
    remedy: expect.stringContaining('the permission pull requests: write on acme/billing'),
  });
});

test('mentions nobody and closes nothing with the titles of others', async () => {
  const { acts, billing } = await scene();
  await billing.pushes('ana-d', 'dev', { 'a.txt': 'a' }, 'Fixes #7, closes acme/billing#8, thanks @lena-b <!-- hi');
  await acts('pr', upTo.ready());
  const { body } = await billing.pull(3);
  expect(body).toContain('Fixes\u200b #7, closes\u200b acme/billing#8, thanks @&#8203;lena-b \\<!-- hi');
});

test('names authors that GitHub does not know', async () => {
  const { acts, billing } = await scene();
  const message =
    'Pair work\n\nCo-authored-by: Zoe <zoe@home.example>\nCo-authored-by: Tom <103+tom-h@users.noreply.github.com>';
  await billing.pushes('ana-d', 'dev', { 'a.txt': 'a' }, message);
  const outcome = await acts('pr', upTo.ready());
  expect(outcome.sentence).toContain('GitHub knows no login for Zoe');
  expect(factsOf(outcome)['authors']).toBe('ben-w ana-d kenji-q tom-h');
});

test('asks nothing of GitHub before the time that a secondary limit names', async () => {
  const { acts, control, pauses } = await scene();
  await control.fault({ kind: '403-secondary', method: 'POST', path: /\/pulls$/, retryAfter: 120 });
  expect(await thrownBy(acts('pr', upTo.ready()))).toMatchObject({ name: 'Outage' });
  await control.forgetCalls();
  const error = await thrownBy(acts('pr', upTo.ready()));
  expect(error).toMatchObject({ name: 'Outage', retryAt: pauses.set.get('github:token') });
  expect(await control.calls()).toEqual([]);
});

test('counts who opened it as an author, however little they wrote', async () => {
  const { acts, billing } = await scene();
  await billing.opensPullRequest('tom-h', { head: 'dev', base: 'main', title: 'Release!' });
  expect(factsOf(await acts('pr', upTo.ready()))['started-by']).toBe('tom-h');
});

test('counts who dispatched the workflow that opened it, and nobody whose run was over', async () => {
  const { acts, billing, client } = await scene();
  const over = await billing.dispatches('omar-o', 'publish.yml', 'dev', { version: '1.4.2' });
  await billing.finishes(over.id, 'success');
  await billing.dispatches('lena-b', 'publish.yml', 'dev', { version: '1.4.2' });
  await billing.opensPullRequest('github-actions[bot]', { head: 'dev', base: 'main', title: 'Release!' });
  expect(factsOf(await acts('pr', upTo.ready()))['started-by']?.split(' ')).toContain('lena-b');
  const aMinuteOn = new Date(Date.now() + 60_000);
  expect(await client.dispatchersAt('acme/billing', aMinuteOn)).toEqual(['lena-b']);
  const aDayOn = new Date(Date.now() + 24 * 3_600_000);
  expect(await client.dispatchersAt('acme/billing', aDayOn)).toEqual([]);
});

test('finds co-authors by the address of GitHub, with and without number, and by one that GitHub has told', async () => {
  const { acts, billing } = await scene();
  const trailers = [
    'Co-authored-by: Tom <103+tom-h@users.noreply.github.com>',
    'Co-authored-by: Lena <lena-b@users.noreply.ghe.acme.example>',
    'Co-Authored-By: Ana Duarte <ANA@acme.example>',
    'Co-authored-by: Zoe <zoe@elsewhere.example>',
  ];
  await billing.pushes('ben-w', 'dev', { 'src/pair.ts': 'x' }, `feat: pair\n\n${trailers.join('\n')}`);
  const outcome = await acts('pr', upTo.ready());
  expect(factsOf(outcome)['authors']).toBe('ben-w ana-d kenji-q tom-h lena-b');
  expect(factsOf(outcome)['author-ids']).toContain('103');
  expect(outcome.sentence).toContain('GitHub knows no login for Zoe, so');
});
