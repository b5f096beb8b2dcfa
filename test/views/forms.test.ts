import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { playbookSchema } from '../../src/release/playbook.ts';
import { currentSteps, type Release } from '../../src/release/release.ts';
import { readChecklistForm, readChecklistShown } from '../../src/views/checklist-form.ts';
import { checklistModal, evidenceBlock, printOf, tickBlock } from '../../src/views/checklist-modal.ts';
import { readDetailsPage } from '../../src/views/details-modal.ts';
import { outsideModal, readOutsideForm } from '../../src/views/outside-modal.ts';
import { readReasonForm } from '../../src/views/reason-modal.ts';
import { readSignOffForm, readSignOffShown } from '../../src/views/sign-off-form.ts';
import { commentBlock, confirmBlock, decisionBlock } from '../../src/views/sign-off-modal.ts';
import { completed, sha } from '../release/given.ts';
import { billing, githubUrl } from './billing.ts';

const ticked = { 'checklist:tick': { type: 'checkboxes', selected_options: [{ value: 'done' }] } };
const unticked = { 'checklist:tick': { type: 'checkboxes', selected_options: [] } };
const wrote = (value: string | null) => ({ evidence: { type: 'plain_text_input', value } });

/** The metrics checklist, item 0 (a link) ticked by omar before it was shown, item 1 (a text) open. */
function metrics(): Release {
  return billing('published', [
    completed('deployed'),
    {
      type: 'ChecklistSaved',
      step: 'checklist-operations',
      by: 'U0OMAR',
      ticks: { '0': { ticked: true, evidence: 'https://grafana.example/1' } },
    },
  ]);
}

function saved(state: Record<string, unknown>) {
  const release = metrics();
  const modal = checklistModal(release, 'checklist-operations', { page: 0, drawn: 9, githubUrl });
  const shown = readChecklistShown(modal.private_metadata ?? '');
  if (shown === undefined) throw new Error('A modal of ours reads as nothing.');
  return readChecklistForm(release, shown, state);
}

describe('a checklist page', () => {
  const first = { [tickBlock('0', 9)]: ticked, [evidenceBlock('0', 9)]: wrote('https://grafana.example/1') };

  it('changes nothing where nothing was touched', () => {
    expect(saved({ ...first, [tickBlock('1', 9)]: unticked, [evidenceBlock('1', 9)]: wrote(null) })).toEqual({
      ticks: {},
      errors: {},
    });
  });

  it('changes what was ticked, unticked, or got other evidence, and only that', () => {
    expect(saved({ ...first, [tickBlock('1', 9)]: ticked, [evidenceBlock('1', 9)]: wrote(' none ') }).ticks).toEqual({
      '1': { ticked: true, evidence: 'none' },
    });
    expect(saved({ ...first, [evidenceBlock('0', 9)]: wrote('https://grafana.example/2') }).ticks).toEqual({
      '0': { ticked: true, evidence: 'https://grafana.example/2' },
    });
    expect(saved({ ...first, [tickBlock('0', 9)]: unticked })).toEqual({
      ticks: { '0': { ticked: false } },
      errors: {},
    });
  });

  it('refuses a link that is none, and words that are too many, at their field', () => {
    expect(saved({ ...first, [evidenceBlock('0', 9)]: wrote('javascript:alert(1)') }).errors).toEqual({
      [evidenceBlock('0', 9)]: expect.stringContaining('https://'),
    });
    expect(
      saved({ ...first, [tickBlock('1', 9)]: ticked, [evidenceBlock('1', 9)]: wrote('x'.repeat(1001)) }).errors,
    ).toEqual({ [evidenceBlock('1', 9)]: 'At most 1000 characters.' });
  });

  it('ignores items that were not on it, and other drawings of it', () => {
    expect(saved({ [tickBlock('7', 9)]: ticked, [tickBlock('1', 8)]: ticked })).toEqual({ ticks: {}, errors: {} });
  });

  it('tells different evidence apart by its print', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        fc.pre(a !== b);
        expect(printOf(a)).not.toBe(printOf(b));
      }),
    );
  });
});

describe('a decision', () => {
  const shown = { release: 'r', step: 's', subject: sha('a') };
  const chose = (value: string) => ({ [decisionBlock(shown.subject)]: { decision: { selected_option: { value } } } });
  const confirmed = (group: number, count: number) => ({
    [confirmBlock(group, shown.subject)]: { confirm: { selected_options: Array.from({ length: count }, () => ({})) } },
  });
  const long = 'This is a confirmation of more than seventy-five characters, so it has a block of its own.';

  it('needs every confirmation, in one block or one each', () => {
    expect(readSignOffForm(['a', 'b'], shown, { ...chose('approve'), ...confirmed(0, 1) })).toMatchObject({
      kind: 'errors',
    });
    expect(readSignOffForm(['a', 'b'], shown, { ...chose('approve'), ...confirmed(0, 2) })).toEqual({
      kind: 'decided',
      decision: 'approve',
      comment: '',
    });
    expect(readSignOffForm(['a', long], shown, { ...chose('approve'), ...confirmed(0, 1) })).toEqual({
      kind: 'errors',
      errors: { [confirmBlock(1, shown.subject)]: expect.any(String) },
    });
    expect(
      readSignOffForm(['a', long], shown, { ...chose('approve'), ...confirmed(0, 1), ...confirmed(1, 1) }),
    ).toMatchObject({ kind: 'decided' });
    expect(readSignOffForm([], shown, chose('approve'))).toMatchObject({ kind: 'decided' });
  });

  it('against it needs words, and no confirmation', () => {
    expect(readSignOffForm(['a'], shown, chose('reject'))).toMatchObject({
      kind: 'errors',
      errors: { [commentBlock]: expect.any(String) },
    });
    expect(
      readSignOffForm(['a'], shown, { ...chose('changes'), [commentBlock]: { comment: { value: ' Tests ' } } }),
    ).toEqual({ kind: 'decided', decision: 'changes', comment: 'Tests' });
  });

  it('that is none of ours is no decision', () => {
    for (const state of [
      {},
      chose('anything'),
      { [decisionBlock(sha('b'))]: { decision: { selected_option: { value: 'approve' } } } },
    ])
      expect(readSignOffForm([], shown, state)).toMatchObject({ kind: 'errors' });
  });
});

describe('a step done outside', () => {
  it('is the chosen one, however long its id', () => {
    const name = 'x'.repeat(300);
    const playbook = playbookSchema.parse({
      playbook: 'long',
      title: 'Long',
      questions: { names: { ask: 'Which?', kind: 'folders', under: 'a/', several: true, each: 'name' } },
      roles: { starter: { title: 'Starter', from: 'starter' } },
      stages: [
        {
          stage: 'All',
          steps: [
            {
              together: [
                { check: 'file-present', path: '<name>', ref: 'dev', for: 'names' },
                { checklist: 'starter', items: [{ say: 'x' }] },
              ],
            },
          ],
        },
      ],
    });
    const release = billing('begun', [], { playbook, answers: { names: [name] }, roles: { starter: ['U0MARIA'] } });
    const value = outsideModal(release, currentSteps(release)).blocks.flatMap((block) =>
      'element' in block && block.element.type === 'static_select' ? (block.element.options ?? []) : [],
    )[0]?.value;
    const state = { step: { step: { selected_option: { value } } }, evidence: { evidence: { value: 'e' } } };
    expect(readOutsideForm(release, state)).toEqual({ step: `file-present.${name}`, evidence: 'e' });
    expect(readOutsideForm(release, { step: { step: { selected_option: { value: '99' } } } })).toEqual({
      step: undefined,
      evidence: '',
    });
  });
});

it('what Slack never sent is read as nothing', () => {
  for (const text of ['', '{', 'null', '[]', '{"release":1}']) {
    expect(readChecklistShown(text)).toBeUndefined();
    expect(readSignOffShown(text)).toBeUndefined();
    expect(readDetailsPage(text)).toBeUndefined();
  }
  for (const state of [null, undefined, 'x', [], { reason: null }]) expect(readReasonForm(state)).toBe('');
});
