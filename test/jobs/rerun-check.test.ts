import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { beginsOn } from '../../src/jobs/begin-deployment.ts';
import { outages } from '../../src/jobs/outages.ts';
import { performRerun } from '../../src/jobs/perform-rerun.ts';
import type { EffectOutcome } from '../../src/jobs/perform-step.ts';
import { rerunCheck } from '../../src/jobs/rerun-check.ts';
import { runStep } from '../../src/jobs/steps.ts';
import { Outage, RefusedOutside } from '../../src/release/outside-errors.ts';
import { plannedStep } from '../../src/release/release.ts';
import { type LocalTrial, localGitHub, trialRelease } from './trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

const reruns = /rerun-failed-jobs$/;
const noSlack = {
  async post(): Promise<never> {
    throw new Error('This trial has no Slack.');
  },
  messageUrl: () => '',
};

/** A release with one check, somebody who asks to have it run again, and the worker who does. */
async function trialOf(step: Readonly<Record<string, unknown>>, given: Parameters<typeof trialRelease>[2] = {}) {
  const trial = await trialRelease(local.client, [{ as: 'it', ...step }], given);
  const { execute, id, now } = trial;
  return {
    ...trial,
    asks: () => execute(id, { type: 'RerunCheck', step: 'it', by: 'U-maria' }),
    /** One try of the worker, with this of its client changed. */
    async works(change: Partial<LocalTrial['client']> = {}): Promise<EffectOutcome> {
      const release = await trial.release();
      const planned = plannedStep(release, 'it');
      if (planned === undefined) throw new Error('no step');
      const client = { ...local.client, ...change };
      const ports = {
        execute,
        now,
        outages: outages(),
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
        run: (work: Parameters<typeof runStep>[1]) => runStep({ ...beginsOn(execute), ...client, ...noSlack }, work),
        rerun: (work: Parameters<typeof rerunCheck>[1]) => rerunCheck(client, work),
      };
      return await performRerun(ports, release, planned, new AbortController().signal);
    },
    /** What people are told came of it. */
    async told() {
      const { outbox } = await trial.release();
      return outbox.flatMap(({ about }) => (about.type === 'CheckRerunAnswered' ? [about.sentence] : [])).at(-1);
    },
  };
}

/** The release pull request, and the check of its CI. */
async function ofPullRequest() {
  const pull = await local.billing.opensPullRequest('maria-r', { head: 'dev', base: 'main', title: 'Release 1.5.0' });
  const pr = {
    step: { action: 'open-pull-request', from: 'dev', to: 'main' },
    facts: { number: String(pull.number), head: pull.headSha },
  };
  return { ...(await trialOf({ check: 'ci-green', of: 'pr' }, { done: { pr } })), pull };
}

const attemptOf = async (workflow = 'ci.yml') => (await local.billing.runs({ workflow }))[0]?.attempt;

describe('having CI run again', () => {
  it('runs the failed jobs once for each wish, and reads the check at once', async () => {
    const { look, asks, works, told, state } = await ofPullRequest();
    await local.billing.finishes('ci.yml', 'failure');
    expect((await look('it')).reading?.outcome).toBe('fail');
    await asks();
    expect(await works()).toBe('waiting');
    expect(await told()).toBe('What failed in CI runs again.');
    expect(await attemptOf()).toBe(2);
    expect((await state('it')).reading).toMatchObject({ outcome: 'wait' });
    expect(await works()).toBe('waiting'); // a second worker with the same job
    expect(await attemptOf()).toBe(2);

    await local.billing.finishes('ci.yml', 'failure');
    await works();
    expect(await attemptOf()).toBe(2);
    await asks();
    await works();
    expect(await attemptOf()).toBe(3);
    await local.billing.finishes('ci.yml', 'success');
    expect((await look('it')).status).toBe('done');
    expect(await local.control.refusals()).toEqual([]);
  });

  it.each(['502-after-write', 'reset-after'] as const)('not twice when the reply gets lost (%s)', async (kind) => {
    const { asks, works, told } = await ofPullRequest();
    await local.billing.finishes('ci.yml', 'failure');
    await asks();
    await local.control.fault({ kind, method: 'POST', path: reruns });
    await expect(works()).rejects.toThrow(Outage);
    expect(await told()).toBeUndefined();
    expect(await attemptOf()).toBe(2);
    await works();
    expect(await told()).toBe('What failed in CI runs again.');
    expect(await attemptOf()).toBe(2);
  });

  it('not twice either when it ended red again before the next look', async () => {
    const { asks, works, told } = await ofPullRequest();
    await local.billing.finishes('ci.yml', 'failure');
    await asks();
    await local.control.fault({ kind: '502-after-write', method: 'POST', path: reruns });
    await expect(works()).rejects.toThrow(Outage);
    await local.billing.finishes('ci.yml', 'failure');
    await works();
    expect(await told()).toBe('What failed in CI runs again.');
    expect(await attemptOf()).toBe(2);
  });

  it('a request that never arrived is looked for, then told; it is not made again unasked', async () => {
    const { asks, works, told, later } = await ofPullRequest();
    await local.billing.finishes('ci.yml', 'failure');
    await asks();
    await local.control.fault({ kind: 'reset-before', method: 'POST', path: reruns });
    await expect(works()).rejects.toThrow(Outage);
    expect(await works()).toBe('waiting');
    expect(await told()).toBeUndefined();
    later(3 * 60_000);
    await works();
    expect(await told()).toBe(
      "GitHub's answer about CI got lost, and no new attempt is to be seen. Ask once more, or run it again on GitHub.",
    );
    expect(await attemptOf()).toBe(1);
    await asks();
    await works();
    expect(await attemptOf()).toBe(2);
  });

  it('what runs, what passed and what others report are left alone, and said', async () => {
    const { asks, works, told, pull } = await ofPullRequest();
    await asks();
    await works();
    expect(await told()).toBe('CI still runs.');
    await local.billing.finishes('ci.yml', 'success');
    await local.billing.status(pull.headSha, 'lint', 'failure');
    await local.billing.check(pull.headSha, 'scan', 'timed_out');
    await asks();
    await works();
    expect(await told()).toBe(
      'Slipway cannot run again what is no workflow of GitHub Actions: scan and lint. Have it run again where it runs.',
    );
    expect(await attemptOf()).toBe(1);
  });

  it('says when nothing has failed', async () => {
    const { asks, works, told, state } = await ofPullRequest();
    await local.billing.finishes('ci.yml', 'success');
    await local.billing.status((await local.billing.commit('dev')).sha, 'lint', 'pending');
    await asks();
    await works();
    expect(await told()).toBe(
      'Nothing of it has failed on GitHub, so there is nothing to run again. Slipway reads it again.',
    );
    expect((await state('it')).reading).toMatchObject({ outcome: 'wait' });
  });

  it('what GitHub does not let us is said with what to do, and is no debt any more', async () => {
    const refusing = (error: Error) => ({
      async rerunFailedJobs(): Promise<never> {
        throw error;
      },
    });
    const { asks, works, told } = await ofPullRequest();
    await local.billing.finishes('ci.yml', 'failure');
    await asks();
    await works(refusing(new RefusedOutside('Resource not accessible', 'Grant actions: write.', '403')));
    expect(await told()).toBe('GitHub does not run CI again: Resource not accessible. Grant actions: write.');
    await asks();
    const limited = new Outage('GitHub takes no requests until 06:00', new Date());
    await works(refusing(limited));
    expect(await told()).toBe(
      'GitHub does not run CI again: GitHub takes no requests until 06:00. Ask once more then.',
    );
    await asks();
    await works({ rerunFailedJobs: async () => ({ kind: 'busy', said: 'This workflow run cannot be retried' }) });
    expect(await told()).toBe('GitHub does not run CI again: This workflow run cannot be retried.');
    expect(await attemptOf()).toBe(1);
  });

  it('a check that cannot be read for good is told, too', async () => {
    const { asks, works, told } = await ofPullRequest();
    await asks();
    const refused = new RefusedOutside('Resource not accessible', 'Grant actions: read.', '403');
    await works({
      async runsOfCommit(): Promise<never> {
        throw refused;
      },
    });
    expect(await told()).toBe('It cannot be run again. Resource not accessible. Grant actions: read.');
  });
});

describe('having a workflow run again', () => {
  it('runs the failed jobs of its newest run at the commit', async () => {
    const { asks, works, told } = await trialOf({ check: 'workflow-succeeded', workflow: 'publish.yml', ref: 'dev' });
    await asks();
    await works();
    expect(await told()).toContain('there is nothing to run again');
    const { id } = await local.billing.dispatches('tom-h', 'publish.yml', 'dev', { version: '1.5.0' });
    await local.billing.finishes(id, 'failure');
    await asks();
    await works();
    await works();
    expect(await told()).toBe('What failed in Publish runs again.');
    expect(await attemptOf('publish.yml')).toBe(2);
  });
});

describe('having another check run again', () => {
  it('reads it again, and says that nothing runs', async () => {
    const { asks, works, told, state } = await trialOf({ check: 'file-present', path: 'NOTES.md', ref: 'dev' });
    await asks();
    expect(await works()).toBe('done');
    expect(await told()).toBe('It runs nothing on GitHub that could be run again. Slipway reads it again.');
    expect((await state('it')).status).toBe('done');
  });
});
