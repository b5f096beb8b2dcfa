import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide, isRefusal } from '../../src/release/decide.ts';
import { evolve } from '../../src/release/evolve.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { type Release, stepState } from '../../src/release/release.ts';
import { readChecklistForm, readChecklistShown } from '../../src/views/checklist-form.ts';
import { checklistIds, checklistModal, evidenceBlock, tickBlock } from '../../src/views/checklist-modal.ts';
import { releaseAfter, started } from '../release/given.ts';

const step = 'checklist-ops';
const editors = ['U-ana', 'U-ben', 'U-cy'] as const;
type Editor = (typeof editors)[number];
const kinds = ['none', 'text', 'file', 'number', 'none'] as const;

function begun(): Release {
  const items = kinds.map((kind, n) => ({ say: `Item ${n}`, ...(kind === 'none' ? {} : { evidence: kind }) }));
  const playbook = playbookSchema.parse({
    playbook: 'p',
    title: 'P',
    roles: { ops: { title: 'Ops', from: 'starter' } },
    stages: [{ stage: 'All', steps: [{ checklist: 'ops', items: [...items, { say: 'Never ticked' }] }] }],
  });
  return releaseAfter(started({ playbook, answers: {}, roles: { ops: [...editors] } }));
}

/** A modal as a person has it open: what it was shown with, and what stands in it now. */
interface Open {
  readonly metadata: string;
  readonly drawn: number;
  /** What was ticked when it was opened, with the evidence that stood in the field. */
  readonly shown: ReadonlyMap<string, string>;
  readonly boxes: Set<string>;
  readonly fields: Map<string, string>;
}

function open(release: Release): Open {
  const { ticks } = stepState(release, step);
  const modal = checklistModal(release, step, { page: 0, drawn: release.version, githubUrl: 'https://github.com' });
  const typed = (n: string) => ticks[n]?.evidence ?? '';
  const shown = new Map(Object.keys(ticks).map((n) => [n, typed(n)]));
  const fields = new Map([...shown].filter(([, evidence]) => evidence !== ''));
  return {
    metadata: modal.private_metadata ?? '',
    drawn: release.version,
    shown,
    boxes: new Set(shown.keys()),
    fields,
  };
}

/** `state.values` as Slack sends them. */
function valuesOf({ boxes, fields, drawn }: Open): object {
  return Object.fromEntries(
    kinds.flatMap((kind, index) => {
      const n = String(index);
      const typed = fields.get(n);
      const value =
        kind === 'file'
          ? { files: typed === undefined ? [] : [{ id: `F${typed}`, name: 'a.txt', size: 3 }] }
          : { value: typed ?? null };
      return [
        [tickBlock(n, drawn), { [checklistIds.tick]: { selected_options: boxes.has(n) ? [{ value: 'done' }] : [] } }],
        ...(kind === 'none' ? [] : [[evidenceBlock(n, drawn), { [checklistIds.evidence]: value }]]),
      ];
    }),
  );
}

const editor = fc.constantFrom(...editors);
const item = fc.constantFrom(...kinds.map((_, n) => String(n)));
type Act =
  | { readonly act: 'open' | 'submit'; readonly by: Editor }
  | { readonly act: 'toggle'; readonly by: Editor; readonly n: string; readonly typed: string };
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('open' as const, 'submit' as const), by: editor }) },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('toggle' as const),
      by: editor,
      n: item,
      typed: fc.constantFrom('1', '2', '3'),
    }),
  },
);

function toggle(form: Open, n: string, typed: string): void {
  if (form.boxes.delete(n)) return void form.fields.delete(n);
  form.boxes.add(n);
  if (kinds[Number(n)] !== 'none') form.fields.set(n, typed);
}

/** Submits as the command does: the form is read, the core decides. Undefined where it was refused. */
function submit(release: Release, by: Editor, form: Open): Release | undefined {
  const shown = readChecklistShown(form.metadata);
  if (shown === undefined) throw new Error('Slipway cannot read what it wrote.');
  const { ticks, errors } = readChecklistForm(release, shown, valuesOf(form));
  if (Object.keys(errors).length > 0) return undefined;
  const at = new Date('2026-11-20T06:00:00Z');
  const decided = decide(release, { type: 'SaveChecklist', step, by, ticks }, at, release.id);
  if (isRefusal(decided)) throw new Error(decided.sentence);
  return decided.reduce((now, event) => evolve(now, { event, at, version: now.version + 1 }, release.id), release);
}

it('any interleaving of openings and submissions loses nobody’s ticks, and unticks only what somebody unticked', () => {
  let unticked = 0;
  let together = 0;
  fc.assert(
    fc.property(fc.array(act, { minLength: 20, maxLength: 80, size: 'max' }), (acts) => {
      let release = begun();
      const forms = new Map<Editor, Open>();
      const expected = new Set<string>();
      for (const one of acts) {
        const form = forms.get(one.by);
        if (one.act === 'open') forms.set(one.by, open(release));
        else if (form === undefined) continue;
        else if (one.act === 'toggle') toggle(form, one.n, one.typed);
        else {
          const after = submit(release, one.by, form);
          if (after === undefined) continue; // an error at a field: the form stays open as it is
          const before = stepState(release, step).ticks;
          release = after;
          forms.delete(one.by);
          for (const [n] of kinds.entries()) {
            const [was, is] = [form.shown.has(String(n)), form.boxes.has(String(n))];
            if (was && !is) expected.delete(String(n));
            if (was && !is) unticked += 1;
            const other = form.fields.get(String(n)) ?? '';
            if (is && (!was || other !== form.shown.get(String(n)))) expected.add(String(n)); // ticked, or ticked on something else
            if (!was && is && before[n] !== undefined) together += 1;
          }
          expect(new Set(Object.keys(stepState(release, step).ticks))).toEqual(expected);
        }
      }
      for (const [n, tick] of Object.entries(stepState(release, step).ticks))
        if (kinds[Number(n)] === 'file') expect(tick.file?.id).toMatch(/^F[123]$/);
        else if (kinds[Number(n)] !== 'none') expect(tick.evidence).toMatch(/^[123]$/);
    }),
    { numRuns: 150 },
  );
  expect(unticked).toBeGreaterThan(5); // they do untick, and do meet
  expect(together).toBeGreaterThan(5);
});

it('a tick that another gave meanwhile stays theirs', () => {
  const release = begun();
  const [ana, ben] = [open(release), open(release)];
  toggle(ana, '0', '');
  toggle(ben, '0', '');
  const first = submit(release, 'U-ana', ana) ?? release;
  const second = submit(first, 'U-ben', ben) ?? release;
  expect(stepState(second, step).ticks['0']?.by).toBe('U-ana');
});
