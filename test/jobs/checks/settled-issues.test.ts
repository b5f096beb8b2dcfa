import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Outage, RefusedOutside } from '../../../src/release/outside-errors.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

const step = { check: 'no-open-issues', labelled: ['release-blocker'], as: 'it', 'defer-label': 'deferred' };
type How = 'completed' | 'not-planned' | 'deferred';

async function stopped(client: Partial<LocalTrial['client']> = {}) {
  const number = await local.billing.opensIssue('kenji-q', { title: 'Invoices are lost', labels: ['release-blocker'] });
  const trial = await trialRelease({ ...local.client, ...client }, [step]);
  const settles = async (how: How, reason = 'Fixed by *hand* @ana-d', which = number) => {
    trial.later(2);
    const issues = [{ number: which, how, reason }];
    const executed = await trial.execute(trial.id, { type: 'SettleIssues', step: 'it', by: 'U-maria', issues });
    expect(executed.kind).toBe('done');
    trial.later(2);
  };
  return { trial, number, settles };
}

async function now(number: number) {
  const found = (await local.billing.issues('all')).find((issue) => issue.number === number);
  if (found === undefined) throw new Error(`no issue ${number}`);
  return found;
}

describe('an issue settled from Slack', () => {
  it('is closed on GitHub with who, for what and why; no text of people mentions or formats there; the check passes', async () => {
    const { trial, number, settles } = await stopped();
    expect((await trial.look('it')).reading?.outcome).toBe('fail');
    await settles('completed');
    expect(await trial.look('it')).toMatchObject({
      status: 'done',
      done: { sentence: 'No open issue with release-blocker is left: 1 closed by maria-r: Fixed by *hand* @ana-d.' },
    });
    const issue = await now(number);
    expect(issue).toMatchObject({ state: 'closed', stateReason: 'completed', labels: ['release-blocker'] });
    expect(issue.comments).toHaveLength(1);
    expect(issue.comments[0]?.body).toContain('Closed as done for the release billing 1.5.0, by maria-r in Slack.');
    expect(issue.comments[0]?.body).toContain('Reason: Fixed by \\*hand\\* @&#8203;ana-d');
    expect(issue.comments[0]?.body).toMatch(/<!-- Slipway-Release: billing-1\.5\.0-abc123\.it\.\d+ -->$/);
    expect(await local.control.refusals()).toEqual([]);
  });

  it('is closed as not planned where that was chosen', async () => {
    const { trial, number, settles } = await stopped();
    await trial.look('it');
    await settles('not-planned');
    await trial.look('it');
    expect(await now(number)).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
  });

  it('stays open with a label where it is deferred, and stops the release no more, whatever label it gets', async () => {
    const { trial, number, settles } = await stopped();
    const other = await local.billing.opensIssue('kenji-q', { title: 'Tax is wrong', labels: ['release-blocker'] });
    await trial.look('it');
    await settles('deferred', 'No customer meets it');
    expect((await trial.look('it')).reading).toMatchObject({
      outcome: 'fail',
      sentence: `1 open issue stops the release: #${other} "Tax is wrong" (release-blocker). Close it, or take the label off what may wait.`,
    });
    expect(await now(number)).toMatchObject({ state: 'open', labels: ['release-blocker', 'deferred'] });
    await local.billing.labels(number, ['release-blocker', 'bug']); // somebody takes our label off: that is left to them
    await settles('completed', 'Fixed by the patch of today', other);
    expect(await trial.look('it')).toMatchObject({
      status: 'done',
      done: {
        sentence:
          'No open issue with release-blocker is left: 1 deferred by maria-r: No customer meets it; 1 closed by maria-r: Fixed by the patch of today.',
      },
    });
    expect((await now(number)).labels).toEqual(['release-blocker', 'bug']);
    expect((await now(number)).comments).toHaveLength(1);
  });

  it('stops it again once it is reopened', async () => {
    const { trial, number, settles } = await stopped();
    const other = await local.billing.opensIssue('kenji-q', { title: 'Tax is wrong', labels: ['release-blocker'] });
    await trial.look('it');
    await settles('deferred');
    await trial.look('it');
    await local.billing.closesIssue('kenji-q', number);
    await local.billing.reopensIssue('kenji-q', number);
    expect((await trial.look('it')).reading?.sentence).toContain('2 open issues stop the release');
    await settles('completed');
    await settles('completed', 'Fixed by the patch of today', other);
    await trial.look('it');
    await local.billing.reopensIssue('kenji-q', other);
    expect(await trial.state('it')).toMatchObject({ status: 'done' });
    expect((await now(number)).comments).toHaveLength(2);
  });

  it('one that was closed from Slack and is reopened is left open, and stops the release', async () => {
    const { trial, number, settles } = await stopped();
    await local.billing.opensIssue('kenji-q', { title: 'Tax is wrong', labels: ['release-blocker'] });
    await trial.look('it');
    await settles('completed');
    await trial.look('it');
    await local.billing.reopensIssue('kenji-q', number);
    expect((await trial.look('it')).reading?.sentence).toContain('2 open issues stop the release');
    expect(await now(number)).toMatchObject({ state: 'open' });
    expect((await now(number)).comments).toHaveLength(1);
  });

  it('is commented once, also after a lost reply', async () => {
    let lost = 1;
    const { trial, number, settles } = await stopped({
      async commentIssue(...asked) {
        await local.client.commentIssue(...asked);
        lost -= 1;
        if (lost >= 0) throw new Outage('GitHub cannot be reached.');
      },
    });
    await trial.look('it');
    await settles('deferred');
    expect((await trial.look('it')).status).toBe('active');
    expect((await trial.look('it')).status).toBe('done');
    expect((await now(number)).comments).toHaveLength(1);
  });

  it('is commented once by two who try at the same time', async () => {
    const { trial, number, settles } = await stopped();
    await trial.look('it');
    await settles('deferred');
    await Promise.all([trial.look('it'), trial.look('it')]);
    await trial.look('it');
    expect((await now(number)).comments).toHaveLength(1);
    expect((await trial.state('it')).status).toBe('done');
  });

  it('a comment whose request was lost on the way is asked for again after a while', async () => {
    let lost = 1;
    const { trial, number, settles } = await stopped({
      async commentIssue(...asked) {
        lost -= 1;
        if (lost >= 0) throw new Outage('GitHub cannot be reached.');
        await local.client.commentIssue(...asked);
      },
    });
    await trial.look('it');
    await settles('deferred');
    await trial.look('it');
    expect((await trial.look('it')).reading?.sentence).toContain(
      `answer about the comment on issue #${number} got lost`,
    );
    trial.later(3 * 60_000);
    expect((await trial.look('it')).status).toBe('done');
    expect((await now(number)).comments).toHaveLength(1);
  });

  it('a no of GitHub is red, with the permission that it takes, and is tried again', async () => {
    let refusing = true;
    const { trial, number, settles } = await stopped({
      async closeIssue(...asked) {
        if (refusing)
          throw new RefusedOutside('GitHub refused: Resource not accessible by integration', 'Grant it.', '403');
        await local.client.closeIssue(...asked);
      },
    });
    await trial.look('it');
    await settles('completed');
    expect((await trial.look('it')).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringMatching(/does not let Slipway settle the issues of acme\/billing\..*issues: write/),
    });
    refusing = false;
    expect((await trial.look('it')).status).toBe('done');
    expect((await now(number)).comments).toHaveLength(1);
  });
});
