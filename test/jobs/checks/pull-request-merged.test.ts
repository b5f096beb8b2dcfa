import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

let local: LocalTrial;
beforeAll(async () => {
  local = await localGitHub();
});
afterAll(() => local.server.stop());

const step = {
  check: 'pull-request-merged',
  repository: '<gateway>',
  touching: 'src/etc/routes.*.yaml',
  naming: '<component> <version>',
  as: 'routing',
};
const look = async (change: Readonly<Record<string, unknown>> = {}) => {
  const trial = await trialRelease(local.client, [{ ...step, ...change }]);
  return await trial.look('routing');
};
const open = async (branch: string, path: string, title: string, body = '') => {
  await local.gateway.pushes('omar-o', branch, { [path]: branch }, 'feat: routes', { from: 'main' });
  return (await local.gateway.opensPullRequest('omar-o', { head: branch, base: 'main', title, body })).number;
};

describe('pull-request-merged', () => {
  it('says what to do, follows the pull request, and passes once it is merged', async () => {
    expect((await look()).reading).toMatchObject({
      outcome: 'wait',
      sentence:
        'No pull request yet. Open one in acme/api-gateway that changes src/etc/routes.*.yaml and names billing 1.5.0 in its title or body, and get it merged.',
    });
    await open('other-version', 'src/etc/routes.us.yaml', 'Routes for billing 1.5.01');
    const beside = await open('beside', 'README.md', 'Readme for billing 1.5.0');
    expect((await look()).reading).toMatchObject({
      outcome: 'wait',
      sentence: expect.stringContaining(`acme/api-gateway#${beside} names billing 1.5.0, but touches no file`),
    });
    const dropped = await open('dropped', 'src/etc/routes.eu.yaml', 'Routes', 'For Billing 1.5.0.');
    await local.gateway.closes(dropped);
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(`#${dropped} "Routes" was closed without being merged`),
    });
    const right = await open('right', 'src/etc/routes.eu.yaml', 'Routes for billing 1.5.0');
    expect((await look()).reading).toMatchObject({
      outcome: 'wait',
      sentence: `acme/api-gateway#${right} "Routes for billing 1.5.0" is open. Get it reviewed and merged.`,
      link: expect.stringContaining(`/pull/${right}`),
    });
    await local.gateway.merges('sara-s', right);
    expect(await look()).toMatchObject({ status: 'done', done: { link: expect.stringContaining(`/pull/${right}`) } });
    expect(await local.control.refusals()).toEqual([]);
  });

  it('a repository that cannot be read is unavailable, with what is needed', async () => {
    expect((await look({ repository: 'acme/secret' })).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('pull requests: read'),
    });
  });

  it('a repository that slipway.yml did not name, or not rightly, fails', async () => {
    expect((await look({ repository: '<nowhere>' })).failure?.sentence).toMatch(
      /needs <nowhere>.*slipway\.yml gave billing no nowhere/,
    );
    expect((await look({ repository: '<version>' })).failure?.sentence).toBe(
      '1.5.0 is no repository: billing has a wrong value for <version>.',
    );
  });
});
