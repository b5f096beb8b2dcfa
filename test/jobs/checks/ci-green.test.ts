import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ciGreen } from '../../../src/jobs/checks/ci-green.ts';
import { workOf } from '../../../src/jobs/step-work.ts';
import { releaseAfter, upTo } from '../../release/given.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

/** A pull request of `head` into main, and how the check reads it. */
async function pullRequest(head = 'dev', base = 'main') {
  const pull = await local.billing.opensPullRequest('maria-r', { head, base, title: 'Release billing 1.5.0' });
  const look = async (known = pull.headSha) => {
    const trial = await trialRelease(local.client, [{ check: 'ci-green', of: 'pr', as: 'ci' }], {
      done: {
        pr: {
          step: { action: 'open-pull-request', from: head, to: base },
          facts: { number: String(pull.number), head: known },
        },
      },
    });
    return await trial.look('ci');
  };
  return { ...pull, look, short: pull.headSha.slice(0, 7) };
}

describe('ci-green', () => {
  it('waits for the run, then passes, then a new red report of the same name counts', async () => {
    const { look, headSha, short } = await pullRequest();
    expect((await look()).reading).toMatchObject({ outcome: 'wait', sentence: `CI on ${short}: build still runs.` });
    await local.billing.finishes('ci.yml', 'success');
    expect(await look()).toMatchObject({ status: 'done', done: { sentence: `1 check passed on ${short}.` } });
    await local.billing.status(headSha, 'lint', 'success');
    await local.billing.check(headSha, 'docs', 'skipped');
    await local.billing.check(headSha, 'size', 'neutral');
    expect(await look()).toMatchObject({ status: 'done', done: { sentence: `4 checks passed on ${short}.` } });
    await local.billing.status(headSha, 'lint', 'failure');
    await local.billing.check(headSha, 'scan', 'timed_out');
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: `2 checks failed on ${short}: scan (timed out) and lint (failure). Mend it and push, or run it again on GitHub.`,
    });
    await local.billing.status(headSha, 'lint', 'success');
    await local.billing.check(headSha, 'scan', 'success');
    expect(await look()).toMatchObject({ status: 'done' });
    expect(await local.control.refusals()).toEqual([]);
  });

  it('a failed run is named with its link; a new attempt counts instead', async () => {
    const { look, short } = await pullRequest();
    const failed = await local.billing.finishes('ci.yml', 'failure');
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(`1 check failed on ${short}: build (failure)`),
      link: expect.stringContaining('/runs/'),
    });
    await local.billing.reruns('tom-h', failed.id);
    expect((await look()).reading).toMatchObject({ outcome: 'wait' });
    await local.billing.finishes(failed.id, 'success');
    expect(await look()).toMatchObject({ status: 'done' });
  });

  it('waits for what protection and rulesets require, but not for our own status', async () => {
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
    const { look, headSha, short } = await pullRequest();
    await local.billing.status(headSha, 'slipway/release', 'pending');
    await local.billing.finishes('ci.yml', 'success');
    expect((await look()).reading).toMatchObject({
      outcome: 'wait',
      sentence: `CI on ${short}: required but not reported: security/scan and audit.`,
    });
    await local.billing.status(headSha, 'security/scan', 'success');
    await local.billing.check(headSha, 'audit', 'success');
    expect(await look()).toMatchObject({ status: 'done', done: { sentence: `3 checks passed on ${short}.` } });
  });

  it('a conflict is a failure, since no CI runs for it', async () => {
    await local.billing.pushes('tom-h', 'main', { 'NOTES.md': 'other\n' }, 'docs: other notes');
    const { look, number } = await pullRequest();
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: `#${number} conflicts with main, so GitHub runs no CI for it. Merge main into its branch and resolve the conflict there.`,
    });
  });

  it('silence is waited out, with what it means', async () => {
    await local.billing.autofinish('ci.yml', 'queued');
    const files = Object.fromEntries(
      ['ci', 'on-tag', 'publish', 'nameless', 'deploy', 'plain-deploy'].map((name) => [
        `.github/workflows/${name}.yml`,
        null,
      ]),
    );
    await local.billing.pushes('tom-h', 'dev', files, 'ci: none');
    await local.billing.pushes('tom-h', 'main', files, 'ci: none');
    await local.billing.branch('bare', 'dev');
    const { look, short } = await pullRequest('bare');
    expect((await look()).reading).toMatchObject({
      outcome: 'wait',
      sentence: expect.stringContaining(
        `Nothing has reported on ${short}: acme/billing requires no check and has no workflow`,
      ),
    });
  });

  it('a head that the release does not know yet is not judged', async () => {
    const { look, number, short } = await pullRequest();
    await local.billing.finishes('ci.yml', 'success');
    expect((await look('a'.repeat(40))).reading).toMatchObject({
      outcome: 'wait',
      sentence: `#${number} has a new head, ${short}; Slipway takes note of it first.`,
    });
  });
});

describe('runs that no check speaks for', () => {
  const sha = 'a'.repeat(40);
  const run = (change: object) => ({
    id: '1',
    attempt: 1,
    startedAt: new Date(1),
    workflow: 'CI',
    title: 'Release',
    url: 'https://github.example/run',
    event: 'pull_request',
    status: 'completed',
    conclusion: 'success',
    createdAt: new Date(1),
    ...change,
  });
  /** Answers as GitHub does once the checks that are there are green. */
  const judge = (
    runs: readonly ReturnType<typeof run>[],
    reports: number,
    { workflow = '', afterSeconds = 0 }: { readonly workflow?: string; readonly afterSeconds?: number } = {},
  ) => {
    const release = releaseAfter(...upTo.pullRequest());
    const planned = release.plan.find(({ id }) => id === 'ci-green');
    if (planned === undefined || !('check' in planned.step) || planned.step.check !== 'ci-green')
      throw new Error('no ci-green');
    const since = release.steps['ci-green']?.since?.getTime() ?? 0;
    return ciGreen(
      {
        pullRequest: async () => ({
          head: sha,
          base: 'main',
          url: 'https://github.example/pull/12',
          state: 'open',
          mergeable: true,
          author: 'slipway-machine',
        }),
        requiredContexts: async () => [],
        reportsOf: async () =>
          Array.from({ length: reports }, (_, n) => ({ name: `check ${n}`, state: 'pass', said: 'success' })),
        runsOfCommit: async () => runs,
        commitAt: async () => undefined,
        tipOfBranch: async () => undefined,
        readPath: async (_, path) =>
          path === '.github/workflows'
            ? { kind: 'folder', entries: [{ path: `${path}/ci.yml`, type: 'file' }] }
            : { kind: 'file', bytes: new TextEncoder().encode(workflow) },
      },
      { ...workOf(release, planned, new Date(since + afterSeconds * 1000)), step: planned.step },
    );
  };

  it.each([
    ['later jobs to come', [run({ status: 'in_progress', conclusion: undefined })], 2, 'wait'],
    ['a run that could not start', [run({ conclusion: 'startup_failure' })], 0, 'fail'],
    ['a run that wants an approval', [run({ conclusion: 'action_required' })], 2, 'fail'],
    ['a red run before a green one', [run({ conclusion: 'failure' }), run({ createdAt: new Date(2) })], 2, undefined],
    ['a red run of something else', [run({ event: 'schedule', conclusion: 'failure' })], 2, undefined],
  ] as const)('%s', async (_, runs, reports, outcome) => {
    const judged = await judge(runs, reports);
    expect(judged.kind === 'reading' ? judged.outcome : undefined).toBe(outcome);
  });

  const onPullRequests = 'on: { pull_request: { branches: [main] }, push: {} }';
  const pushed = run({ event: 'push' });
  it.each([
    ["waits while the pull request's own CI may still begin", [pushed], onPullRequests, 119, 'reading'],
    ['waits no longer for a CI that leaves this pull request out', [pushed], onPullRequests, 120, 'completed'],
    ['waits for nothing where no workflow listens to pull requests', [pushed], 'on: push', 0, 'completed'],
    ['waits for nothing once it ran', [pushed, run({})], onPullRequests, 0, 'completed'],
  ] as const)('%s', async (_, runs, workflow, afterSeconds, kind) => {
    expect(await judge(runs, 1, { workflow, afterSeconds })).toMatchObject({
      kind,
      ...(kind === 'reading' ? { sentence: 'CI of #12 has not begun on aaaaaaa yet.' } : {}),
    });
  });
});
