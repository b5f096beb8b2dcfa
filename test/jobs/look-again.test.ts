import { afterAll, expect, it } from 'vitest';
import { beginsOn } from '../../src/jobs/begin-deployment.ts';
import { lookAgain } from '../../src/jobs/look-again.ts';
import { outages } from '../../src/jobs/outages.ts';
import { runStep } from '../../src/jobs/steps.ts';
import { Outage } from '../../src/release/outside-errors.ts';
import { owedBy } from '../../src/release/owed.ts';
import { plannedStep } from '../../src/release/release.ts';
import { sha } from '../release/given.ts';
import { type LocalTrial, localGitHub, trialRelease } from './trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

/** A release that is about to be tagged, with a check of its issues that was green. */
async function aboutToTag() {
  const local = await localGitHub();
  opened.push(local);
  const labelled = await local.billing.opensIssue('kenji-q', { title: 'Was bad', labels: ['blocker'] });
  await local.billing.closesIssue('kenji-q', labelled);
  const trial = await trialRelease(
    local.client,
    [{ action: 'create-tag', at: sha('a'), message: 'billing', as: 'tagged' }],
    { done: { issues: { step: { check: 'no-open-issues', labelled: ['blocker'] }, facts: {} } } },
  );
  trial.later(1000);
  const owed = async () => owedBy(await trial.release(), trial.now()).filter(({ effect }) => effect === 'look-again');
  const met = outages();
  const noSlack = { post: () => Promise.reject(new Error('no Slack')), messageUrl: () => '' };
  /** One look, as the job does it. */
  const looks = async (away = false) => {
    const release = await trial.release();
    const planned = plannedStep(release, 'issues');
    if (planned === undefined) throw new Error('no step');
    const ports = {
      execute: trial.execute,
      now: trial.now,
      outages: met,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      run: (work: Parameters<typeof runStep>[1]) =>
        away
          ? Promise.reject(new Outage('GitHub is away.'))
          : runStep({ ...local.client, ...beginsOn(trial.execute), ...noSlack }, work),
    };
    return await lookAgain(ports, release, planned, 'tagged', new AbortController().signal);
  };
  /** It failed and is tried again: its turn begins anew. */
  const retried = async () => {
    const why = { sentence: 'No such commit.', remedy: 'Push it.' };
    await trial.execute(trial.id, { type: 'RecordFailure', step: 'tagged', attempt: 1, ...why });
    trial.later(1000);
    await trial.retry('tagged');
  };
  return { local, trial, owed, looks, retried };
}

it('an issue that is opened after the check was green takes the release back to it, once', async () => {
  const { local, trial, owed, looks, retried } = await aboutToTag();
  await retried();
  expect((await owed()).map(({ polls }) => polls)).toEqual([false]);
  const number = await local.billing.opensIssue('kenji-q', { title: 'Data loss', labels: ['blocker'] });
  await looks();
  expect(await trial.state('issues')).toMatchObject({
    status: 'active',
    attempt: 2,
    reading: { outcome: 'fail', sentence: expect.stringContaining(`#${number} "Data loss"`) },
  });
  expect((await trial.state('tagged')).status).toBe('pending');
  const { version } = await trial.release();
  await looks(); // the job runs twice
  expect((await trial.release()).version).toBe(version);
});

it('what is still green lets the tag be made, and is recorded once', async () => {
  const { trial, owed, looks, retried } = await aboutToTag();
  await retried();
  await looks();
  expect((await trial.state('issues')).seenGreen).toBeDefined();
  expect((await owed()).map(({ polls }) => polls)).toEqual([true]);
  const { version } = await trial.release();
  await looks();
  expect((await trial.release()).version).toBe(version);
});

it('an outage is waited out, and told once it lasts', async () => {
  const { trial, looks, retried } = await aboutToTag();
  await retried();
  expect(await looks(true)).toBe('unavailable');
  expect((await trial.state('issues')).status).toBe('done');
  trial.later(61_000);
  await looks(true);
  expect(await trial.state('issues')).toMatchObject({ status: 'active', reading: { outcome: 'unavailable' } });
});
