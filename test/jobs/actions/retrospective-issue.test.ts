import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { addLesson } from '../../../src/jobs/add-lesson.ts';
import { Outage, RefusedOutside } from '../../../src/release/outside-errors.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

const step = {
  action: 'retrospective-issue',
  as: 'retro',
  title: 'Retrospective of <component> <version>',
  labels: ['retrospective'],
  assign: 'release-manager',
};
const deferred = { number: 7, title: 'Tax *is* wrong', how: 'deferred' as const, reason: 'No customer meets it' };

async function begun(client: Partial<LocalTrial['client']> = {}, change = {}) {
  return await trialRelease({ ...local.client, ...client }, [step], {
    done: { tagged: { step: { action: 'create-tag', at: 'x' }, facts: { tag: 'v1.5.0', sha: 'b'.repeat(40) } } },
    change,
  });
}

async function issues() {
  return await local.billing.issues('all');
}

describe('the issue of the retrospective', () => {
  it('is opened once, with what happened, who it is assigned to, and the lessons; nothing typed takes effect there', async () => {
    const trial = await begun();
    const { execute, id } = trial;
    trial.later(60_000);
    await execute(id, { type: 'Pause', by: 'U-maria', reason: 'Wait for @ana-d' });
    trial.later(5 * 60_000);
    await execute(id, { type: 'Resume', by: 'U-maria' });
    await execute(id, { type: 'NoteLesson', by: 'U-tom', text: 'Tag *earlier*, @channel' });
    expect(await trial.look('retro')).toMatchObject({
      status: 'done',
      done: { how: 'made', sentence: expect.stringMatching(/^Issue #\d+ is open for the retrospective\.$/) },
      facts: { lessons: '1', url: expect.stringContaining('/acme/billing/issues/') },
    });
    const [issue] = await issues();
    expect(issue).toMatchObject({ title: 'Retrospective of billing 1.5.0', labels: ['retrospective'] });
    const body = issue?.body ?? '';
    expect(body).toContain(`- Version 1.5.0, tag v1.5.0, commit ${'b'.repeat(40)}, after v1.4.0`);
    expect(body).toMatch(/## Timeline\n\n- .*: started\n- .* \(\+under a minute\): tagged/);
    expect(body).toContain('## Pauses\n\n- 5 min, by maria-r: Wait for @&#8203;ana-d');
    expect(body).toContain('- Tag \\*earlier\\*, @&#8203;channel (tom-h, ');
    for (const heading of ['## What went well', '## What did not', '## Actions']) expect(body).toContain(heading);
    expect(body).not.toContain('## Deferred issues');
    expect(await local.control.refusals()).toEqual([]);
  });

  it('tells of what failed and was retried, what was done outside and which issues were deferred', async () => {
    const trial = await trialRelease(local.client, [step], {
      done: { issues: { step: { check: 'no-open-issues', labelled: ['release-blocker'] }, facts: {} } },
    });
    await trial.execute(trial.id, {
      type: 'RecordFailure',
      step: 'retro',
      attempt: 1,
      sentence: 'GitHub said *no*.',
      remedy: 'Ask again.',
    });
    await trial.retry('retro');
    const release = await trial.release();
    const state = release.steps['issues'];
    if (state === undefined) throw new Error('no step');
    const { retrospectiveBody } = await import('../../../src/jobs/actions/retrospective-body.ts');
    const outside = { how: 'outside' as const, by: 'U-maria', sentence: 'Looked by hand', at: trial.now() };
    const settled = [{ ...deferred, by: 'U-tom', at: trial.now() }];
    const told = { ...release, steps: { ...release.steps, issues: { ...state, settled, done: outside } } };
    const body = retrospectiveBody(told, 'key', trial.now());
    expect(body).toMatch(
      /## What failed, and was tried again\n\n- .*: Retrospective of billing 1\.5\.0 failed\. GitHub said \\\*no\\\*\.\n- .* retried by maria-r/,
    );
    expect(body).toMatch(
      /## Done outside of Slipway\n\n- 2\d{3}-.*: issues, said by maria-r to be done: Looked by hand/,
    );
    expect(body).toContain('## Deferred issues\n\n- #7 Tax \\*is\\* wrong, by tom-h: No customer meets it');
  });

  it('is one, also after a lost reply and tried by two', async () => {
    let lost = true;
    const trial = await begun({
      async openAssignedIssue(...asked) {
        const made = await local.client.openAssignedIssue(...asked);
        if (lost) {
          lost = false;
          throw new Outage('GitHub cannot be reached.');
        }
        return made;
      },
    });
    await Promise.all([trial.look('retro'), trial.look('retro')]);
    expect(await trial.look('retro')).toMatchObject({ status: 'done', facts: { lessons: '0' } });
    expect(await issues()).toHaveLength(1);
    expect(lost).toBe(false);
  });

  it('is opened without those whom GitHub does not let be assigned, and says so', async () => {
    const trial = await begun(
      {},
      { component: { ...(await (await begun()).release()).component, github: { 'U-maria': 'nobody-x' } } },
    );
    expect((await trial.look('retro')).done?.sentence).toMatch(/GitHub does not let nobody-x be assigned/);
    expect(await issues()).toHaveLength(1);
  });

  it('fits what GitHub takes, however much was noted', async () => {
    const trial = await begun();
    for (let n = 0; n < 60; n += 1)
      await trial.execute(trial.id, { type: 'NoteLesson', by: 'U-tom', text: '@'.repeat(2000) });
    expect(await trial.look('retro')).toMatchObject({ status: 'done', facts: { lessons: '60' } });
    const [issue] = await issues();
    expect((issue?.body ?? '').length).toBeLessThan(65_536);
    expect(issue?.body).toContain('more lines in the record');
  });
});

describe('a lesson that comes later', () => {
  async function late(client: Partial<LocalTrial['client']> = {}) {
    const trial = await begun();
    await trial.look('retro');
    await trial.execute(trial.id, { type: 'NoteLesson', by: 'U-tom', text: 'Ask *earlier*' });
    const ports = { execute: trial.execute, github: { ...local.client, ...client }, now: trial.now };
    return { trial, add: async () => await addLesson(ports, await trial.release(), 1) };
  }

  it('becomes one comment on it, tried twice and after a lost reply', async () => {
    let lost = true;
    const { trial, add } = await late({
      async commentIssue(...asked) {
        await local.client.commentIssue(...asked);
        if (lost) throw new Outage('GitHub cannot be reached.');
      },
    });
    await expect(add()).rejects.toThrow(Outage);
    lost = false;
    await add();
    await add();
    const [issue] = await issues();
    expect(issue?.comments).toHaveLength(1);
    expect(issue?.comments[0]?.body).toMatch(/^Noted for the retrospective: Ask \\\*earlier\\\* \(tom-h, /);
    expect((await trial.release()).lessons).toMatchObject([{ added: true }]);
  });

  it('is not asked for a second time before it is known whether the first request got lost', async () => {
    const { trial, add } = await late({
      async commentIssue() {
        throw new Outage('GitHub cannot be reached.');
      },
    });
    await expect(add()).rejects.toThrow('cannot be reached');
    await expect(add()).rejects.toThrow('got lost');
    expect((await trial.release()).lessons).toMatchObject([{ added: false }]);
  });

  it('that GitHub refuses for good is told, and owed no more', async () => {
    const { trial, add } = await late({
      async commentIssue() {
        throw new RefusedOutside('GitHub refused: Resource not accessible by integration', 'Grant it.', '403');
      },
    });
    await add();
    const release = await trial.release();
    expect(release.lessons).toMatchObject([{ added: true }]);
    expect(release.outbox.at(-1)?.about).toMatchObject({
      type: 'LessonAdded',
      refused: expect.stringContaining('not accessible'),
    });
  });
});
