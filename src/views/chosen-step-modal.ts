import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { PlannedStep } from '../release/plan.ts';
import type { Release } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { option, plain, section } from './blocks.ts';
import { inertLine } from './escape.ts';
import { markOf } from './step-words.ts';
import { targetText } from './target.ts';

export const chosenStepIds = { breakGlass: 'break-glass', review: 'review', step: 'step', said: 'said' } as const;
const mostSteps = 100; // options of a select

const words = {
  breakGlass: {
    title: 'Break-glass',
    submit: 'Ask to force it',
    which: 'Which check or sign-off?',
    ask: 'Why can it not wait? Everybody reads it.',
    says: (what: string) =>
      `In an emergency a check or a sign-off of *${what}* can be forced. Nothing happens until somebody else confirms; afterwards a third person reviews it. It stays in the record as forced.`,
  },
  review: {
    title: 'Review',
    submit: 'Close the review',
    which: 'The review of what?',
    ask: 'What did it come to? It goes into the record.',
    says: (what: string) => `Something of *${what}* was forced. Say what your review of it came to.`,
  },
} as const;

/** A step by its number in the plan: an option's value holds 150 characters, and an id may be longer. */
function stepOption(release: Release, { id }: PlannedStep) {
  const number = release.plan.findIndex((p) => p.id === id);
  const planned = release.plan[number];
  if (planned === undefined) throw new Error(`${release.id} has no step ${id}.`);
  return option(titleOf(release, planned), String(number));
}

function stepBlock(kind: keyof typeof words, release: Release, steps: readonly PlannedStep[]): KnownBlock {
  const [only] = steps;
  if (only !== undefined && steps.length === 1)
    return section(`${markOf(release, only)}: *${inertLine(titleOf(release, only), 160)}*`);
  return {
    type: 'input',
    block_id: chosenStepIds.step,
    label: plain(words[kind].which, 100),
    element: {
      type: 'static_select',
      action_id: chosenStepIds.step,
      options: steps.slice(0, mostSteps).map((p) => stepOption(release, p)),
    },
  };
}

/** Asks to force one of the steps that wait, or closes the review of one that was forced: which, and in which words. */
export function chosenStepModal(
  kind: keyof typeof words,
  release: Release,
  steps: readonly PlannedStep[],
  about: readonly string[] = [],
): ModalView {
  const [only] = steps;
  const { title, submit, ask, says } = words[kind];
  return {
    type: 'modal',
    callback_id: chosenStepIds[kind],
    private_metadata: targetText({ release: release.id, step: steps.length === 1 ? only?.id : undefined }),
    title: plain(title, 24),
    submit: plain(submit, 24),
    close: plain('Not now', 24),
    blocks: [
      section(says(inertLine(`${release.component.name} ${release.semver}`, 120)), ...about),
      stepBlock(kind, release, steps),
      {
        type: 'input',
        block_id: chosenStepIds.said,
        label: plain(ask, 100),
        element: { type: 'plain_text_input', action_id: chosenStepIds.said, multiline: true, max_length: 1000 },
      },
    ],
  };
}

const picked = z.object({
  [chosenStepIds.step]: z.object({
    [chosenStepIds.step]: z.object({ selected_option: z.object({ value: z.string() }).nullish() }),
  }),
});
const written = z.object({
  [chosenStepIds.said]: z.object({ [chosenStepIds.said]: z.object({ value: z.string().nullish() }) }),
});

/** The chosen step (undefined where the modal offered none) and what was said. */
export function readChosenStep(
  release: Release,
  state: unknown,
): { readonly step: string | undefined; readonly said: string } {
  const number = picked.safeParse(state).data?.[chosenStepIds.step][chosenStepIds.step].selected_option?.value;
  const said = written.safeParse(state).data?.[chosenStepIds.said][chosenStepIds.said].value ?? '';
  return { step: number === undefined ? undefined : release.plan[Number(number)]?.id, said };
}
