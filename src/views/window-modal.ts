import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { millisecondsOf } from '../release/duration.ts';
import type { PlannedStep } from '../release/plan.ts';
import { duration } from '../release/playbook-step-parts.ts';
import { type Release, stepState } from '../release/release.ts';
import { listed } from '../release/wording.ts';
import { plain, section } from './blocks.ts';
import { inertLine } from './escape.ts';
import { targetText } from './target.ts';
import { windowSpan } from './window-lines.ts';

export const windowIds = { view: 'window', from: 'from', lasts: 'lasts', reason: 'reason' } as const;

const units = [
  ['d', 24 * 3_600_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/** A length as it is typed: `2h`, `90m`. */
function lengthOf(ms: number): string {
  const [letter, unit] = units.find(([, one]) => ms % one === 0) ?? ['m', 60_000];
  return `${Math.max(1, Math.round(ms / unit))}${letter}`;
}

function reasonBlock(): KnownBlock {
  return {
    type: 'input',
    block_id: windowIds.reason,
    label: plain('Why is it moved?', 100),
    hint: plain('All who were told of the window read it.', 150),
    element: { type: 'plain_text_input', action_id: windowIds.reason, multiline: true, max_length: 1000 },
  };
}

function aboutLines(release: Release, { id, step }: PlannedStep): readonly string[] {
  const [environment, channels] = 'window' in step ? [step.window, step['told-in']] : ['', []];
  const { window } = stepState(release, id);
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  const named = channels.map((name) => inertLine(name, 60));
  const told = channels.length === 0 ? 'The thread is told' : `The thread is told, and ${listed(named)}`;
  return [
    `*${what}* can be deployed to *${inertLine(environment, 60)}* within this window only. ${told}.`,
    ...(window === undefined ? [] : [`It is ${windowSpan(release, window)} now.`]),
  ];
}

/**
 * Schedules a window by its start and its length, or moves it, with a reason.
 *
 * @param typed what was entered before, where the form is shown anew; and what is to be said above it
 */
export function windowModal(
  release: Release,
  planned: PlannedStep,
  typed: Partial<WindowForm> & { readonly notice?: string } = {},
): ModalView {
  const { window } = stepState(release, planned.id);
  const usual = 'window' in planned.step ? planned.step.lasts : '';
  const length = window === undefined ? usual : lengthOf(window.until.getTime() - window.from.getTime());
  const from = typed.from ?? window?.from;
  const moves = window !== undefined;
  return {
    type: 'modal',
    callback_id: windowIds.view,
    private_metadata: targetText({ release: release.id, step: planned.id }),
    title: plain(moves ? 'Move the window' : 'Schedule the window', 24),
    submit: plain(moves ? 'Move' : 'Schedule', 24),
    close: plain('Not now', 24),
    blocks: [
      section(...(typed.notice === undefined ? [] : [`⚠️ ${typed.notice}`]), ...aboutLines(release, planned)),
      {
        type: 'input',
        block_id: windowIds.from,
        label: plain('When does it open?', 100),
        hint: plain('In your own time zone.', 150),
        element: {
          type: 'datetimepicker',
          action_id: windowIds.from,
          ...(from === undefined ? {} : { initial_date_time: Math.floor(from.getTime() / 1000) }),
        },
      },
      {
        type: 'input',
        block_id: windowIds.lasts,
        label: plain('How long is it open?', 100),
        hint: plain('Such as 45m, 2h or 1d.', 150),
        element: {
          type: 'plain_text_input',
          action_id: windowIds.lasts,
          max_length: 40,
          initial_value: typed.lasts ?? length,
        },
      },
      ...(moves ? [reasonBlock()] : []),
    ],
  };
}

/** What was entered; undefined parts were left empty. */
interface WindowForm {
  readonly from: Date | undefined;
  readonly lasts: string;
  /** undefined where the form did not ask for it. */
  readonly reason: string | undefined;
}

const element = z.object({ value: z.string().nullish(), selected_date_time: z.number().nullish() });
const state = z.record(z.string(), z.record(z.string(), element));

export function readWindowForm(values: unknown): WindowForm {
  const read = state.safeParse(values).data ?? {};
  const from = read[windowIds.from]?.[windowIds.from]?.selected_date_time;
  const asked = read[windowIds.reason]?.[windowIds.reason];
  return {
    from: from === undefined || from === null ? undefined : new Date(from * 1000),
    lasts: (read[windowIds.lasts]?.[windowIds.lasts]?.value ?? '').replaceAll(/\s/g, '').toLowerCase(),
    reason: asked === undefined ? undefined : (asked.value ?? ''),
  };
}

/** How long a typed length is; undefined for what is none. */
export function lengthTyped(lasts: string): number | undefined {
  return duration.safeParse(lasts).success ? millisecondsOf(lasts) : undefined;
}
