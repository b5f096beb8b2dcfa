import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { readPlaybook } from '../../../src/release/read-playbook.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

/** How the check reads a ref, some time after it was first waited for. */
const look = async (ref = 'main', afterMs = 10 * 60_000) => {
  const trial = await trialRelease(local.client, [{ check: 'ci-green', ref, as: 'it' }]);
  trial.later(afterMs);
  return await trial.look('it');
};
const onPush = 'name: Push\non: push\njobs:\n  unit:\n    runs-on: ubuntu-latest\n    steps: [{ run: make }]\n';
const pushes = (files: Readonly<Record<string, string>>, branch = 'main') =>
  local.billing.pushes('tom-h', branch, files, 'ci: on push');

describe('ci-green on a ref', () => {
  it('of a branch waits for its runs, then says what they said', async () => {
    const sha = await pushes({ '.github/workflows/push.yml': onPush });
    const place = `main at ${sha.slice(0, 7)}`;
    expect((await look()).reading).toMatchObject({ outcome: 'wait', sentence: expect.stringContaining('unit still') });
    await local.billing.finishes('push.yml', 'failure');
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: `1 check failed on ${sha.slice(0, 7)}: unit (failure). Mend it and push, or run it again on GitHub.`,
    });
    expect((await look(sha)).reading?.sentence).toBe(
      `1 check failed on ${sha.slice(0, 7)}: unit (failure). Have it run again; or mend it, and pin the commit anew: a push alone does not move it.`,
    );
    await local.billing.reruns('tom-h', (await local.billing.runs({ workflow: 'push.yml' }))[0]?.id ?? 0);
    await local.billing.finishes('push.yml', 'success');
    expect(await look()).toMatchObject({
      status: 'done',
      done: { sentence: `1 check passed on ${place}.`, link: expect.stringContaining(`/commit/${sha}`) },
    });
    expect((await look(sha)).done?.sentence).toBe(`1 check passed on ${sha.slice(0, 7)}.`);
    await local.billing.tags('tom-h', 'rc-1.5.0', 'main');
    await local.billing.finishes('push.yml', 'success'); // pushing a tag is a push, too
    expect((await look('rc-<version>')).done?.sentence).toBe(`1 check passed on rc-1.5.0 at ${sha.slice(0, 7)}.`);
    expect(await local.control.refusals()).toEqual([]);
  });

  it('of a branch wants what its protection and rulesets require; a tag and a commit have none', async () => {
    await local.billing.protects('main', { requiredStatuses: ['security/scan', 'slipway/release'] });
    await local.billing.ruleset({
      name: 'main',
      include: ['refs/heads/main'],
      rules: [
        {
          type: 'required_status_checks',
          parameters: { required_status_checks: [{ context: 'audit' }], strict_required_status_checks_policy: false },
        },
      ],
    });
    const { sha } = await local.billing.commit('main');
    await local.billing.status(sha, 'lint', 'success');
    expect((await look()).reading).toMatchObject({
      outcome: 'wait',
      sentence: `CI on ${sha.slice(0, 7)}: required but not reported: security/scan and audit.`,
    });
    expect((await look(sha)).status).toBe('done');
    await local.billing.status(sha, 'security/scan', 'success');
    await local.billing.check(sha, 'audit', 'success');
    expect((await look()).status).toBe('done');
  });

  it('waits where nothing has reported, and says what that means', async () => {
    const sha = await pushes({ '.github/workflows/on-tag.yml': 'name: None\non: workflow_dispatch\n' });
    expect((await look()).reading).toMatchObject({
      outcome: 'wait',
      sentence: expect.stringContaining(
        `Nothing has reported on ${sha.slice(0, 7)}: no check is required there, and no workflow of acme/billing runs on a push.`,
      ),
    });
  });

  it('waits while the runs of the push may still begin', async () => {
    const { sha } = await local.billing.commit('main'); // whose on-tag.yml listens to pushes
    await local.billing.status(sha, 'lint', 'success');
    expect((await look('main', 60_000)).reading).toMatchObject({
      outcome: 'wait',
      sentence: `CI of the push has not begun on main at ${sha.slice(0, 7)} yet.`,
    });
    expect((await look()).status).toBe('done');
  });

  it('a ref that is not there fails', async () => {
    expect((await look('gone')).reading).toMatchObject({
      outcome: 'fail',
      sentence: 'acme/billing has no branch, tag or commit gone.',
    });
  });
});

it.each([
  ['{ check: ci-green }', 'needs “of” (a pull request step) or “ref”'],
  ['{ check: ci-green, of: pr, ref: dev }', 'must be left out where “of” is given'],
  ['{ check: ci-green, ref: dev }', undefined],
  ['{ check: ci-green, of: pr }', undefined],
])('%s', (check, problem) => {
  const read = readPlaybook(`playbook: ci
title: CI
roles: { manager: { title: Manager, from: starter } }
stages:
  - stage: Release
    steps:
      - { action: open-pull-request, from: dev, to: main, as: pr }
      - ${check}
      - { action: merge-pull-request, of: pr }
`);
  const problems = 'problems' in read ? read.problems.map(({ message }) => message) : [];
  if (problem === undefined) expect(problems).toEqual([]);
  else expect(problems).toEqual([expect.stringContaining(problem)]);
});
