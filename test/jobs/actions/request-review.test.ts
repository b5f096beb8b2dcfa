import { expect, test } from 'vitest';
import { completed, sha, started, upTo } from '../../release/given.ts';
import { scene, thrownBy } from './scene.ts';

test('asks on GitHub whom Slack asks, once', async () => {
  const { acts, opened, writes } = await scene();
  const open = await opened();
  const outcome = await acts('request-review', open);
  expect(outcome).toMatchObject({ kind: 'completed', sentence: 'lena-b and tom-h are asked for a review on GitHub.' });
  expect(await acts('request-review', open)).toEqual(outcome);
  expect((await writes()).filter((call) => call.endsWith('/requested_reviewers'))).toHaveLength(1);
});

test.each(['502-after-write', 'reset-after'] as const)('asks once through %s', async (kind) => {
  const { acts, opened, control, writes } = await scene();
  const open = await opened();
  await control.fault({ kind, method: 'POST', path: /requested_reviewers$/ });
  expect(await thrownBy(acts('request-review', open))).toMatchObject({ name: 'Outage' });
  expect(await acts('request-review', open)).toMatchObject({ kind: 'completed' });
  expect((await writes()).filter((call) => call.endsWith('/requested_reviewers'))).toHaveLength(1);
});

test('leaves out who wrote part of it, who opened it, and who has reviewed it', async () => {
  const { acts, billing, client } = await scene();
  await billing.pushes('tom-h', 'dev', { 'a.txt': 'a' }, 'feat: by one of the signers');
  await billing.opensPullRequest('lena-b', { head: 'dev', base: 'main', title: 'Release' });
  await billing.reviews('kenji-q', 3, 'APPROVE');
  const github = { 'U-lena': 'lena-b', 'U-tom': 'tom-h', 'U-kenji': 'kenji-q', 'U-omar': 'omar-o' };
  const start = started();
  const beginning = started({
    component: { ...start.component, github },
    roles: { ...start.roles, 'backend-lead': ['U-lena', 'U-tom', 'U-kenji', 'U-omar'] },
  });
  const facts = { number: '3', head: sha('a'), authors: 'tom-h' };
  const outcome = await acts('request-review', [beginning, ...upTo.ready().slice(1), completed('pr', facts)]);
  expect(outcome.sentence).toBe('kenji-q and omar-o are asked for a review on GitHub.');
  expect(await client.pullRequest('acme/billing', 3)).toMatchObject({ reviewers: ['omar-o'] });
});

test('asks in Slack only where nobody has a login', async () => {
  const { acts, opened, writes } = await scene();
  const [, ...after] = await opened();
  const beginning = started({ component: { ...started().component, github: {} } });
  const before = (await writes()).length;
  expect(await acts('request-review', [beginning, ...after])).toMatchObject({
    kind: 'completed',
    sentence: 'Nobody of the role Backend lead can be asked on GitHub; they are asked in Slack only.',
  });
  expect(await writes()).toHaveLength(before);
});

test('asks the others where one is a stranger to the repository', async () => {
  const { acts, opened, client } = await scene();
  const [, ...after] = await opened();
  const { component } = started();
  const github = { ...component.github, 'U-tom': 'tom-who-left' };
  expect(await acts('request-review', [started({ component: { ...component, github } }), ...after])).toMatchObject({
    kind: 'completed',
    sentence:
      'lena-b is asked for a review on GitHub. tom-who-left is no collaborator of acme/billing, so asked in Slack only.',
  });
  expect(await client.pullRequest('acme/billing', 3)).toMatchObject({ reviewers: ['lena-b'] });
});
