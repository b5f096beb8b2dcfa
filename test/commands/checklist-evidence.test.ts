import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { evidenceDocument } from '../../src/release/evidence.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { stepState } from '../../src/release/release.ts';
import { home, type SlipwayInSlack, slipwayInSlack } from './slipway-in-slack.ts';

let on: SlipwayInSlack;
let component = '';
let number = 0;
beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());
beforeEach(() => {
  number += 1;
  component = `evidence${number}`;
});
afterEach(async () => {
  expect(on.troubles).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
});

const playbook = playbookSchema.parse({
  playbook: 'evidence',
  title: 'Evidence',
  roles: { ops: { title: 'Ops', from: 'starter' } },
  stages: [
    {
      stage: 'All',
      steps: [
        {
          checklist: 'ops',
          title: 'Before the deployment',
          items: [
            { say: 'The load test is attached', evidence: 'file' },
            { say: 'Error rate is low', evidence: 'number', unit: '%', 'at-least': 0, 'at-most': 0.5 },
          ],
        },
      ],
    },
  ],
});
const [file, rate] = ['The load test is attached', 'Error rate is low'];
const [ofFile, ofRate] = [`Evidence for “${file}”`, `Evidence for “${rate}”`];
const content = 'p95 210 ms\n'.repeat(2000);
const sha256 = createHash('sha256').update(content).digest('hex');
const step = 'checklist-ops';

async function begins() {
  const id = await on.begin(component, [], { playbook, answers: {}, roles: { ops: ['U0OMAR', 'U0KENJI'] } });
  const omar = on.slack.person('omar');
  return { id, omar, opens: () => opensFor(id) };
}

async function opensFor(id: string) {
  const omar = on.slack.person('omar');
  await omar.clicks('Open checklist', await on.card(id));
  return await omar.until('a modal is open', () => omar.modal());
}

describe('evidence', () => {
  it('of a file: the item counts at once, the checklist only once the file was read', async () => {
    const { id, omar, opens } = await begins();
    expect((await opens()).text).toContain('One file of at most 50 MB');
    await omar.fills({ [file]: ['Done'], [ofFile]: { name: 'load-test.txt', content } });
    await omar.fills({ [rate]: ['Done'], [ofRate]: '0.2' });
    await omar.submits();
    const before = await on.execute.load(id);
    if (before === undefined) throw new Error('no release');
    expect(stepState(before, step)).toMatchObject({ status: 'active', ticks: { '0': { by: 'U0OMAR' } } });
    expect(evidenceDocument(before)).not.toContain(sha256);
    expect((await opens()).text).toContain('evidence: load-test.txt (22.0 kB, hashing…)');
    expect((await opens()).text).toContain('load-test.txt is kept unless you give another file.');
    expect((await opens()).text).toContain('evidence: 0.2 %');
    await omar.closes();

    const release = await on.settle(id);
    expect(stepState(release, step).status).toBe('done');
    await omar.sees(home, '✅ Done: *Before the deployment* · all items ticked, the last file was read');
    expect(evidenceDocument(release)).toContain(`evidence: load-test.txt (22.0 kB, sha256 ${sha256})`);
    expect(evidenceDocument(release)).toContain('evidence: 0.2 %');
    const [record] = releaseRecord(release).steps;
    expect(record?.items).toMatchObject([
      { ticked: true, file: { name: 'load-test.txt', size: content.length, sha256 } },
      { ticked: true, evidence: '0.2', unit: '%' },
    ]);
  });

  it('of a number outside of its range refuses the tick with a sentence, and keeps what was typed', async () => {
    const { omar, opens, id } = await begins();
    expect((await opens()).text).toContain('A number between 0 and 0.5 %.');
    await omar.fills({ [rate]: ['Done'], [ofRate]: '2.5' });
    expect(await omar.submits()).toMatchObject({
      kind: 'errors',
      errors: {
        [ofRate]: 'This must be between 0 and 0.5 %. If it is not, leave the item unticked and say so in the thread.',
      },
    });
    await omar.fills({ [ofRate]: '0.5' });
    expect(await omar.submits()).toEqual({ kind: 'closed' });
    expect(stepState(await on.settle(id), step).ticks['1']?.evidence).toBe('0.5');
  });

  it('of a file: a tick needs one, and one needs a tick; a ticked item keeps its file when it is saved again', async () => {
    const { id, omar, opens } = await begins();
    await opens();
    await omar.fills({ [file]: ['Done'] });
    expect((await omar.submits()).errors?.[ofFile]).toMatch(/^Give the evidence, or take the tick away/);
    await omar.fills({ [file]: [], [ofFile]: { name: 'a.txt', content: 'a' } });
    expect((await omar.submits()).errors?.[ofFile]).toMatch(/^Tick “Done” as well/);
    await omar.fills({ [file]: ['Done'] });
    expect(await omar.submits()).toEqual({ kind: 'closed' });
    const kept = stepState(await on.settle(id), step).ticks['0'];
    await opens();
    await omar.submits();
    await omar.sees('modal', 'Nothing was changed.');
    expect(stepState(await on.settle(id), step).ticks['0']).toEqual(kept);
    await omar.closes();
    await opens();
    await omar.fills({ [ofFile]: { name: 'b.txt', content: 'b' } });
    expect(await omar.submits()).toEqual({ kind: 'closed' });
    expect(stepState(await on.settle(id), step).ticks['0']?.file?.name).toBe('b.txt');
    await opens();
    await omar.fills({ [file]: [] });
    expect(await omar.submits()).toEqual({ kind: 'closed' });
    expect(stepState(await on.settle(id), step).ticks['0']).toBeUndefined();
  });

  it('of a file that was deleted meanwhile unticks the item, and tells who gave it', async () => {
    const { id, omar, opens } = await begins();
    await opens();
    await omar.fills({ [file]: ['Done'], [ofFile]: { name: 'gone.txt', content: 'x' } });
    await omar.submits();
    await on.slack.change({ change: 'delete-file', file: 'gone.txt' });
    const release = await on.settle(id);
    expect(stepState(release, step).ticks['0']).toBeUndefined();
    await omar.sees(
      home,
      'The file was deleted in Slack before Slipway could read it. “The load test is attached” is no longer ticked.',
    );
    await omar.sees(home, '@omar: give the file again in the checklist, or another one.');
    expect(await on.slack.refusals()).toMatchObject([{ error: 'file_deleted' }]);
    await on.slack.forget();
    await opens();
    await omar.fills({ [file]: ['Done'], [ofFile]: { name: 'again.txt', content } });
    await omar.submits();
    expect(stepState(await on.settle(id), step).ticks['0']?.file?.sha256).toBe(sha256);
  });
});
