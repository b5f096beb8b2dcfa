import { itemsOf } from './checklist.ts';
import type { PlannedStep } from './plan.ts';
import { type Release, stepState } from './release.ts';
import type { StepState } from './step-state.ts';
import { titleOf } from './waiting.ts';

/** Something before a sign-off that its signer is shown, and what is decided on of it. */
interface Seen {
  /** In plain text. */
  readonly what: string;
  /** Letters and digits. `o`: open, which says nothing either way. */
  readonly print: string;
  /** What it is now, in a few words of plain text. */
  readonly now: string;
  readonly gate: boolean;
}

/** A short print of a text, to tell one from another (FNV-1a, 32 bits). It need not withstand anybody: Slipway wrote both. */
function printOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(36);
}

const withoutMachine: Readonly<Record<string, string>> = {
  outside: 'said to be done outside',
  forced: 'forced',
  waived: 'waived',
};

/** Done without a machine having seen it: by whose word, and which. */
function saidOf({ done }: StepState): Pick<Seen, 'print' | 'now'> | undefined {
  const now = done === undefined ? undefined : withoutMachine[done.how];
  if (done === undefined || now === undefined) return undefined;
  return { print: `s${printOf(`${done.how} ${done.by} ${done.sentence}`)}`, now: `${now}: ${done.sentence}` };
}

function gateSeen(state: StepState): Pick<Seen, 'print' | 'now'> {
  if (state.status === 'done') return { print: 'g', now: 'green' };
  return state.red ? { print: 'r', now: 'red' } : { print: 'o', now: 'no longer green: it is read again' };
}

function itemsSeen(release: Release, planned: PlannedStep): readonly Seen[] {
  const { ticks } = stepState(release, planned.id);
  return itemsOf(release, planned.id).map(([number, item]) => {
    const tick = ticks[number];
    const evidence = tick?.file?.name ?? tick?.evidence ?? '';
    const given = tick?.file?.id ?? evidence; // not what is read of it later: that is no other file
    return {
      what: item.say,
      gate: false,
      ...(tick === undefined
        ? { print: 'o', now: 'unticked' }
        : { print: `t${printOf(given)}`, now: evidence === '' ? 'ticked' : `ticked, with: ${evidence}` }),
    };
  });
}

/** All that stands before a sign-off, in the order of the plan, which never changes. */
function seenBefore(release: Release, planned: PlannedStep): readonly Seen[] {
  return release.plan
    .filter((p) => p.group <= planned.group && p.id !== planned.id)
    .flatMap((p): readonly Seen[] => {
      const state = stepState(release, p.id);
      const what = titleOf(release, p);
      const gate = p.kind === 'check';
      const outside = saidOf(state);
      const own = {
        what,
        gate,
        ...(outside ?? (gate ? gateSeen(state) : { print: 'o', now: 'to be done here again' })),
      };
      return p.kind === 'checklist' ? [own, ...itemsSeen(release, p)] : [own];
    });
}

/** Characters of a form's 3,000 (https://docs.slack.dev/surfaces/modals) that it may take; what is longer is kept as one print. */
const most = 2000;

/** One print for all. What is open and what is green are the same in it: so much is not worth more. */
function wholePrint(seen: readonly Seen[]): string {
  return `all-${printOf(seen.map(({ print, gate }) => (gate && print === 'g' ? 'o' : print)).join('.'))}`;
}

/** What the signer of a step is shown of gates, ticks and evidence, as short as it can be kept in a form. */
export function evidenceSeen(release: Release, planned: PlannedStep): string {
  const seen = seenBefore(release, planned);
  const prints = seen.map((one) => one.print).join('.');
  return prints.length <= most ? prints : wholePrint(seen);
}

/**
 * What turned since somebody was shown a sign-off; empty where nothing did that matters to their decision. That a gate
 * that was waited for is green by now does not: that is what they were told it waits for.
 */
export function turnedSince(
  release: Release,
  planned: PlannedStep,
  shown: string,
): readonly Pick<Seen, 'what' | 'now'>[] {
  const seen = seenBefore(release, planned);
  if (shown.startsWith('all-'))
    return shown === wholePrint(seen) ? [] : [{ what: 'Something above the decision', now: 'not as it was' }];
  const before = shown.split('.');
  return seen.filter(({ print, gate }, n) => before[n] !== print && !(gate && before[n] === 'o' && print === 'g'));
}
