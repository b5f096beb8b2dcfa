import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepTracking } from '../../../src/jobs/keep-tracking.ts';
import { owedBy } from '../../../src/release/owed.ts';
import { stepState } from '../../../src/release/release.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

let trial: LocalTrial;
beforeEach(async () => {
  trial = await localGitHub();
});
afterEach(() => trial.server.stop());

const checklist = {
  checklist: 'release-manager',
  title: 'Ready?',
  items: [
    { say: 'The *scope* is agreed, @ana-d' },
    { say: 'The plan is read', link: 'docs/plan.md' },
    { say: 'Metrics are seen', evidence: 'link' },
  ],
};
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const of = 'checklist-release-manager';

async function begins(title: string, more: readonly object[] = []) {
  const action = { action: 'tracking-issue', as: 'tracking', title, labels: ['release'] };
  const run = await trialRelease(trial.client, [action, checklist, ...more.map((one) => ({ ...one }))]);
  const issue = async () => {
    const found = (await trial.billing.issues('all')).filter((one) => one.title === title);
    expect(found).toHaveLength(1);
    const [one] = found;
    if (one === undefined) throw new Error('no issue');
    return one;
  };
  const barred = new Map<string, string>();
  const keep = async (client = trial.client) => {
    const ports = { execute: run.execute, log, client, barred: async (person: string) => barred.get(person) };
    await keepTracking(ports, await run.release(), 'tracking');
  };
  const owes = async () => owedBy(await run.release(), run.now()).map(({ key }) => key);
  const ticks = async () => (await run.state(of)).ticks;
  const number = async () => (await issue()).number;
  const undone = async () =>
    (await run.release()).outbox.flatMap(({ about }) => (about.type === 'TrackedTickUndone' ? [about] : []));
  return { ...run, issue, keep, owes, ticks, number, undone, barred };
}

describe('opening the tracking issue', () => {
  it('opens one with every checklist, and finds it again', async () => {
    const run = await begins(
      'Release <component> <version>'.replaceAll('<component>', 'billing').replace('<version>', 'A'),
    );
    const state = await run.look('tracking');
    expect(state).toMatchObject({ status: 'done', done: { how: 'made' } });
    const { number, body, labels } = await run.issue();
    expect(state.facts).toMatchObject({ number: String(number), url: expect.stringMatching(/\/issues\/\d+$/) });
    expect(labels).toEqual(['release']);
    expect(body).toContain('- [ ] The \\*scope\\* is agreed, @&#8203;ana-d <!--checklist-release-manager.0.0-->');
    expect(body).toContain('([plan.md](</acme/billing/blob/dev/docs/plan.md>))');
    expect(body).toContain(
      '- [ ] Metrics are seen · needs evidence: tick it in Slack <!--checklist-release-manager.2.0-->',
    );
    await run.keep();
    expect(await run.owes()).not.toContain('track.tracking.write');
    expect(await run.owes()).toContain('track.tracking.watch');
  });

  it('opens one although the answer got lost', async () => {
    const run = await begins('Release lost');
    await trial.control.fault({ kind: 'reset-after', method: 'POST', path: /\/issues$/ });
    expect((await run.look('tracking')).status).toBe('active');
    expect(await run.look('tracking')).toMatchObject({ status: 'done' });
    await run.issue();
  });

  it('opens none twice where it does not see its own yet', async () => {
    const run = await begins('Release unseen');
    const blind = { ...trial.client, issueWith: async () => undefined };
    const again = await trialRelease(blind, [{ action: 'tracking-issue', as: 'tracking', title: 'Release unseen' }]);
    await trial.control.fault({ kind: 'reset-after', method: 'POST', path: /\/issues$/ });
    expect((await again.look('tracking')).status).toBe('active');
    expect((await again.look('tracking')).reading?.sentence).toMatch(/got lost/);
    await run.issue();
  });
});

describe('keeping the tracking issue', () => {
  it('follows ticks in Slack, leaves alone what people wrote, and writes nothing twice', async () => {
    const run = await begins('Release kept');
    await run.look('tracking');
    await run.keep();
    const before = (await run.issue()).body ?? '';
    await trial.billing.editsIssue('ana-d', await run.number(), `Ours above.\r\n\r\n${before}\n\nOurs below.`);
    const ticks = { '0': { ticked: true }, '2': { ticked: true, evidence: 'https://grafana.example/d/1' } };
    await run.execute(run.id, { type: 'SaveChecklist', step: of, by: 'U-maria', ticks });
    expect(await run.owes()).toContain('track.tracking.write');
    await run.keep();
    const { body } = await run.issue();
    expect(body).toMatch(/^Ours above\.\r\n\r\n/);
    expect(body).toMatch(/\n\nOurs below\.$/);
    expect(body).toMatch(
      /- \[x\] The \\\*scope\\\* is agreed, @&#8203;ana-d · maria-r, 2\d{3}-.*Z <!--checklist-release-manager\.0\.1-->/,
    );
    expect(body).toContain('; evidence: <https://grafana.example/d/1> <!--checklist-release-manager.2.1-->');
    expect(body).toContain('- [ ] The plan is read');
    await trial.control.forgetCalls();
    await run.keep();
    expect(await trial.control.calls({ method: 'PATCH' })).toEqual([]);
    expect(await run.owes()).not.toContain('track.tracking.write');
  });

  it('counts a tick of somebody who may, by their login, once', async () => {
    const run = await begins('Release ticked');
    await run.look('tracking');
    await run.keep();
    await trial.billing.ticksTask('maria-r', await run.number(), 'The plan is read');
    await run.keep();
    expect((await run.ticks())['1']).toMatchObject({ by: 'U-maria' });
    expect((await run.issue()).body).toMatch(
      /- \[x\] The plan is read .* · maria-r, .* <!--checklist-release-manager\.1\.1-->/,
    );
    expect(await run.undone()).toEqual([]);
    const { version } = await run.release();
    await run.keep();
    expect((await run.release()).version).toBe(version);
    await trial.billing.ticksTask('maria-r', await run.number(), 'The plan is read', false);
    await run.keep();
    expect((await run.ticks())['1']).toBeUndefined();
  });

  it('takes back a tick of somebody who is no member of the workspace any more', async () => {
    const run = await begins('Release of a leaver');
    await run.look('tracking');
    await run.keep();
    run.barred.set('U-maria', 'This account is deactivated in Slack, so Slipway takes nothing from it.');
    await trial.billing.ticksTask('maria-r', await run.number(), 'The plan is read');
    await run.keep();
    expect(await run.ticks()).toEqual({});
    expect((await run.undone()).map(({ login, sentence }) => [login, sentence])).toEqual([
      ['maria-r', '“The plan is read”: This account is deactivated in Slack, so Slipway takes nothing from it.'],
    ]);
  });

  it('takes back a tick of somebody who may not, of a stranger, and one that needs evidence', async () => {
    const run = await begins('Release undone');
    await run.look('tracking');
    await run.keep();
    const number = await run.number();
    await trial.billing.ticksTask('lena-b', number, 'The plan is read');
    await trial.billing.ticksTask('ana-d', number, 'is agreed');
    await trial.billing.ticksTask('maria-r', number, 'Metrics are seen');
    await run.keep();
    expect(await run.ticks()).toEqual({});
    expect((await run.issue()).body).not.toContain('- [x]');
    expect((await run.undone()).map(({ login, sentence }) => [login, sentence])).toEqual([
      ['ana-d', expect.stringMatching(/^“The \*scope\* is agreed, @ana-d”: Slipway knows no Slack person with this/)],
      ['lena-b', '“The plan is read”: Only the role Release manager may do this.'],
      ['maria-r', '“Metrics are seen” needs evidence before it can be ticked.'],
    ]);
    await run.keep();
    expect(await run.undone()).toHaveLength(3);
  });

  it('counts once what it was not allowed to write back at first, and repairs what it overwrote', async () => {
    const run = await begins('Release raced');
    await run.look('tracking');
    await run.keep();
    const number = await run.number();
    await run.execute(run.id, { type: 'SaveChecklist', step: of, by: 'U-maria', ticks: { '0': { ticked: true } } });
    let raced = false;
    const client: LocalTrial['client'] = {
      ...trial.client,
      async writeIssue(...wanted) {
        if (!raced) {
          raced = true; // between our reading and our writing, Maria ticks and Ana writes
          await trial.billing.ticksTask('maria-r', number, 'The plan is read');
          await trial.billing.editsIssue('ana-d', number, `Ana was here.\n\n${(await run.issue()).body ?? ''}`);
        }
        await trial.client.writeIssue(...wanted);
      },
    };
    await run.keep(client);
    const { body } = await run.issue();
    expect(body).toMatch(/^Ana was here\./);
    expect((await run.ticks())['1']).toMatchObject({ by: 'U-maria' });
    expect(body).toMatch(/- \[x\] The plan is read/);
    expect(body).toMatch(/- \[x\] The \\\*scope/);
    expect(await run.owes()).not.toContain('track.tracking.write');
  });

  it('puts its section back where somebody took it out', async () => {
    const run = await begins('Release emptied');
    await run.look('tracking');
    await run.keep();
    await trial.billing.editsIssue('ana-d', await run.number(), 'Nothing but this.');
    await run.keep();
    expect((await run.issue()).body).toMatch(/^Nothing but this\.\n\n<!-- slipway:begin[\s\S]+<!-- slipway:end -->$/);
  });

  it('is closed with the release, with what came of it', async () => {
    const run = await begins('Release cancelled');
    await run.look('tracking');
    await run.keep();
    await run.execute(run.id, { type: 'Cancel', by: 'U-maria', reason: 'No time' });
    expect(await run.owes()).toContain('track.tracking.write');
    await run.keep();
    await run.keep();
    const { state, body } = await run.issue();
    expect(state).toBe('closed');
    expect(body).toMatch(/billing 1\.5\.0 was cancelled, .*: No time; started by maria-r/);
    expect((await run.owes()).filter((key) => key.startsWith('track.'))).toEqual([]);
  });

  it('that GitHub does not let be written is not tried again until there is something else to write', async () => {
    const run = await begins('Release refused');
    await run.look('tracking');
    await run.keep();
    await run.execute(run.id, { type: 'SaveChecklist', step: of, by: 'U-maria', ticks: { '0': { ticked: true } } });
    await trial.billing.archive();
    await run.keep();
    await trial.billing.archive(false);
    expect((await run.release()).tracked['tracking']?.refused).toMatch(/archived/);
    expect(await run.owes()).not.toContain('track.tracking.write');
    await run.execute(run.id, { type: 'SaveChecklist', step: of, by: 'U-maria', ticks: { '1': { ticked: true } } });
    expect(await run.owes()).toContain('track.tracking.write');
    await run.keep();
    expect((await run.issue()).body).toMatch(/- \[x\] The plan is read/);
    expect(stepState(await run.release(), of).ticks).toHaveProperty('1');
  });
});
