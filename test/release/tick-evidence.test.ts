import { describe, expect, it } from 'vitest';
import { checklistAloud } from '../../src/release/aloud-people.ts';
import type { Tick } from '../../src/release/events.ts';
import { owedBy } from '../../src/release/owed.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { evidenceFindings } from '../../src/release/playbook-items.ts';
import { stepState } from '../../src/release/release.ts';
import { given, releaseAfter, started } from './given.ts';

const items = [
  { say: 'Plan', evidence: 'file' },
  { say: 'Latency', evidence: 'number', unit: 'ms', 'at-least': 1, 'at-most': 250 },
  { say: 'Any number', evidence: 'number' },
];
const playbook = playbookSchema.parse({
  playbook: 'p',
  title: 'P',
  roles: { ops: { title: 'Ops', from: 'starter' } },
  stages: [
    {
      stage: 'All',
      steps: [
        { checklist: 'ops', items },
        { announce: 'changelog', say: 'x' },
      ],
    },
  ],
});
const start = started({ playbook, answers: {}, roles: { ops: ['U-maria'] } });
const step = 'checklist-ops';
const file = { id: 'F1', name: 'plan.pdf', size: 12 };
const saves = (ticks: Record<string, Tick>) => ({ type: 'SaveChecklist' as const, step, by: 'U-maria', ticks });
const saved = (ticks: Record<string, Tick>) => ({ type: 'ChecklistSaved' as const, step, by: 'U-maria', ticks });
const all = {
  '0': { ticked: true, file },
  '1': { ticked: true, evidence: '9' },
  '2': { ticked: true, evidence: '-0.5' },
};
const sha256 = 'ab'.repeat(32);
const hash = { type: 'RecordEvidenceHash' as const, checklist: step, item: '0', file: 'F1', sha256 };
const hashed = { type: 'EvidenceHashed' as const, step, item: '0', file: 'F1', sha256 };

describe('a number as evidence', () => {
  it.each(['0.9', '250.1', '-3'])('of %s is outside of its range', (evidence) =>
    given(start)
      .when(saves({ '1': { ticked: true, evidence } }))
      .refused('evidence_unfit', /^“Latency”: This must be between 1 and 250 ms\./),
  );
  it.each(['fast', '1e3', '0x10', '١', '1.2.3', 'Infinity'])('of %s is none', (evidence) =>
    given(start)
      .when(saves({ '2': { ticked: true, evidence } }))
      .refused('evidence_unfit', /must be a number such as/),
  );
  it('at the ends of its range is taken', () => {
    for (const evidence of ['1', '250'])
      given(start)
        .when(saves({ '1': { ticked: true, evidence } }))
        .yields(saved({ '1': { ticked: true, evidence } }));
  });
});

describe('a file as evidence', () => {
  it('is demanded, and may not be too large', () => {
    given(start)
      .when(saves({ '0': { ticked: true } }))
      .refused('evidence_missing', /“Plan” needs evidence/);
    given(start)
      .when(saves({ '0': { ticked: true, evidence: 'I have seen it' } }))
      .refused('evidence_missing');
    given(start)
      .when(saves({ '0': { ticked: true, file: { ...file, size: 50_000_001 } } }))
      .refused('evidence_unfit', /at most 50 MB/);
  });
  it('keeps the checklist open until it was read; then it is done, by who gave it', () => {
    const before = releaseAfter(start, saved(all));
    expect(stepState(before, step)).toMatchObject({ status: 'active' });
    expect(owedBy(before, new Date()).map(({ key }) => key)).toContain(`file.${step}.0.F1`);
    given(start, saved(all)).when(hash).yields(hashed);
    const after = releaseAfter(start, saved(all), hashed);
    expect(stepState(after, step)).toMatchObject({ status: 'done', done: { by: 'U-maria' } });
    expect(owedBy(after, new Date()).some(({ effect }) => effect === 'hash-file')).toBe(false);
  });
  it('is hashed once; what is reported of a replaced one, or of one taken away, is ignored', () => {
    given(start, saved(all), hashed).when(hash).yields();
    given(start, saved({ ...all, '0': { ticked: true, file: { ...file, id: 'F2' } } }))
      .when(hash)
      .yields();
    given(start, saved(all), saved({ '0': { ticked: false } }))
      .when(hash)
      .yields();
    given(start, saved(all))
      .when({ ...hash, checklist: 'nowhere' })
      .yields();
  });
  it('that cannot be read is taken away, and told to who gave it', () => {
    const lost = { type: 'RecordEvidenceLost' as const, checklist: step, item: '0', file: 'F1', sentence: 'Gone.' };
    const event = {
      type: 'EvidenceLost' as const,
      step,
      item: '0',
      file: 'F1',
      by: 'U-maria',
      sentence: 'Gone. “Plan” is no longer ticked.',
    };
    given(start, saved(all)).when(lost).yields(event);
    const after = releaseAfter(start, saved(all), event);
    expect(stepState(after, step).ticks['0']).toBeUndefined();
    expect(after.outbox.at(-1)?.about).toEqual(event);
    given(start, saved(all), hashed).when(lost).yields();
  });
  it('stays when its item is saved again without one, and is replaced by another', () => {
    given(start, saved(all))
      .when(saves({ '0': { ticked: true } }))
      .yields();
    const other = { ...file, id: 'F2' };
    given(start, saved(all), hashed)
      .when(saves({ '0': { ticked: true, file: other } }))
      .refused('already_done');
    given(start, saved({ '0': all['0'] }))
      .when(saves({ '0': { ticked: true, file: other } }))
      .yields(saved({ '0': { ticked: true, file: other } }));
  });
});

describe('a playbook', () => {
  const findingsOf = (item: object) =>
    [
      ...evidenceFindings(
        playbookSchema.parse({
          playbook: 'p',
          title: 'P',
          roles: { ops: { title: 'Ops', from: 'starter' } },
          stages: [{ stage: 'All', steps: [{ checklist: 'ops', items: [item] }] }],
        }),
      ),
    ].map(({ message }) => message);
  it('asks for ranges and units of numbers only, and for ranges with something in them', () => {
    expect(findingsOf({ say: 'x', evidence: 'number', unit: '%', 'at-least': 1, 'at-most': 1 })).toEqual([]);
    expect(findingsOf({ say: 'x', evidence: 'link', unit: '%' })).toEqual(['Only a number has “unit”.']);
    expect(findingsOf({ say: 'x', 'at-most': 3 })).toEqual(['Only a number has “at-most”.']);
    expect(findingsOf({ say: 'x', evidence: 'number', 'at-least': 5, 'at-most': 3 })).toEqual([
      'No number is at least 5 and at most 3.',
    ]);
  });
  it('says aloud what each tick needs', () => {
    const [aloud] = playbook.stages.flatMap((stage) => stage.steps);
    if (aloud === undefined || !('checklist' in aloud)) throw new Error('no checklist');
    expect(checklistAloud(aloud, playbook).lines).toEqual([
      '[ ] Plan, with a file that shows it, whose hash is kept',
      '[ ] Latency, with a number between 1 and 250 ms',
      '[ ] Any number, with a number',
    ]);
  });
});
