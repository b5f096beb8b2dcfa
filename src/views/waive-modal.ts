import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { checkAloud } from '../release/aloud-machine.ts';
import { fill } from '../release/placeholders.ts';
import type { PlannedStep } from '../release/plan.ts';
import { type Release, stepState } from '../release/release.ts';
import { titleOf, valuesOf } from '../release/waiting.ts';
import { context, option, plain, section } from './blocks.ts';
import { piecesOf } from './checklist-pages.ts';
import { cut, inert, inertLine, link } from './escape.ts';
import { pinnedBranch } from './pinned-lines.ts';
import { markOf } from './step-words.ts';
import { targetText } from './target.ts';

export const waiveIds = { view: 'waive', step: 'step', reason: 'reason' } as const;
const mostChecks = 100; // options of a select
const mostShown = 10; // with what they last said; the card shows the others
const mostPieces = 7; // of what one check said: ten checks stay within the 100 blocks of a modal
const mostOfBlock = 3000;
const longestReason = 500;

/** All that a check said last, in as many blocks as it takes: who waives it reads what they waive. */
function saidBlocks(release: Release, { id }: PlannedStep): readonly KnownBlock[] {
  const { reading } = stepState(release, id);
  if (reading === undefined) return [];
  const said = reading.sentence.replaceAll(/\s+/g, ' ').trim();
  const pieces = piecesOf(said).map((piece) => section(inert(piece, mostOfBlock)));
  const blocks = pieces.slice(0, mostPieces);
  const rest =
    pieces.length > mostPieces ? [context('… it says more: the link leads to all of it, if it has one')] : [];
  const to = reading.link === undefined ? [] : [context(link(reading.link, 'Look at it'))];
  return [...blocks, ...rest, ...to];
}

/** A check as it stands, what waiving it waives, and what it said last. */
function shown(release: Release, check: PlannedStep): readonly KnownBlock[] {
  const { step } = check;
  const asks = 'check' in step ? fill(checkAloud(step, release.playbook), valuesOf(release, check)) : '';
  return [
    section(
      `${markOf(release, check)}: *${inertLine(titleOf(release, check), 160)}*`,
      ...(asks === '' ? [] : [`*Waived is all that it asks for:* ${inertLine(asks, 1500)}`]),
    ),
    ...saidBlocks(release, check),
  ];
}

/** A check as an option: its number in the plan, because an id may be longer than an option's value, and the attempt that is shown. */
function checkOption(release: Release, check: PlannedStep) {
  return option(titleOf(release, check), `${release.plan.indexOf(check)}:${stepState(release, check.id).attempt}`);
}

function chooser(release: Release, checks: readonly PlannedStep[], chosen: string | undefined): KnownBlock {
  const first = checks.find((p) => p.id === chosen);
  return {
    type: 'input',
    block_id: waiveIds.step,
    label: plain('Which check?', 100),
    element: {
      type: 'static_select',
      action_id: waiveIds.step,
      options: checks.slice(0, mostChecks).map((p) => checkOption(release, p)),
      ...(first === undefined ? {} : { initial_option: checkOption(release, first) }),
    },
  };
}

/** What a form that is shown again keeps of the one before. */
interface Before {
  readonly chosen?: string | undefined;
  readonly reason?: string;
  /** Why it is shown again. */
  readonly notice?: string;
}

function reasonInput(reason: string): KnownBlock {
  return {
    type: 'input',
    block_id: waiveIds.reason,
    label: plain('Why may the release go on without it?', 100),
    hint: plain('A few words; everybody in the thread reads them.', 150),
    element: {
      type: 'plain_text_input',
      action_id: waiveIds.reason,
      multiline: true,
      max_length: longestReason,
      ...(reason === '' ? {} : { initial_value: cut(reason, longestReason) }),
    },
  };
}

/** Lets the release go on without one of these checks: which, where there are several, and why. */
export function waiveModal(release: Release, checks: readonly PlannedStep[], before: Before = {}): ModalView {
  const { chosen, reason = '', notice } = before;
  const [only, second] = checks;
  const about =
    only === undefined || second !== undefined ? {} : { step: only.id, attempt: stepState(release, only.id).attempt };
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  const pins = release.plan.some(({ id }) => pinnedBranch(release, id) !== undefined);
  return {
    type: 'modal',
    callback_id: waiveIds.view,
    private_metadata: targetText({ release: release.id, ...about }),
    title: plain('Waive a check', 24),
    submit: plain('Waive it', 24),
    close: plain('Not now', 24),
    blocks: [
      ...(notice === undefined ? [] : [section(`⚠️ ${inertLine(notice)}`)]),
      section(
        `*${what}* goes on without a check that does not pass. It stays marked as waived, with your name, your reason and what the check last said: in the thread, the card and the record. ${pins ? 'Where the check reads the pinned commit, pinning anew voids it.' : 'A push to the pull request that it read voids it.'}`,
      ),
      ...checks.slice(0, mostShown).flatMap((p) => shown(release, p)),
      ...(second === undefined ? [] : [chooser(release, checks, chosen)]),
      reasonInput(reason),
    ],
  };
}

const picked = z.object({
  [waiveIds.step]: z.object({
    [waiveIds.step]: z.object({ selected_option: z.object({ value: z.string() }).nullish() }),
  }),
});
const written = z.object({
  [waiveIds.reason]: z.object({ [waiveIds.reason]: z.object({ value: z.string().nullish() }) }),
});

/** What somebody wants to waive, as they were shown it. */
export interface WaiveForm {
  /** The chosen check; undefined where the modal offered none, or what is none of this release. */
  readonly step: string | undefined;
  readonly attempt: number | undefined;
  readonly reason: string;
}

/** The form as it came back. */
export function readWaiveForm(release: Release, state: unknown): WaiveForm {
  const chosen = picked.safeParse(state).data?.[waiveIds.step][waiveIds.step].selected_option?.value;
  const reason = written.safeParse(state).data?.[waiveIds.reason][waiveIds.reason].value ?? '';
  const [number, attempt] = (chosen ?? '').split(':');
  return {
    step: chosen === undefined ? undefined : release.plan[Number(number)]?.id,
    attempt: attempt === undefined ? undefined : Number(attempt),
    reason,
  };
}
