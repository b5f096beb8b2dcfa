import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { mayNotCompleteOutside } from '../release/may-complete-outside.ts';
import type { PlannedStep } from '../release/plan.ts';
import { currentSteps, type Person, type Release } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { option, plain, section } from './blocks.ts';
import { inertLine } from './escape.ts';
import { markOf } from './step-words.ts';
import { targetText } from './target.ts';

export const outsideIds = { view: 'outside', step: 'step', evidence: 'evidence' } as const;
const mostSteps = 100; // options of a select

/** A step as an option: its number in the plan, because an option's value holds 150 characters and an id may be longer. */
function stepOption(release: Release, id: string) {
  const number = release.plan.findIndex((p) => p.id === id);
  const planned = release.plan[number];
  if (planned === undefined) throw new Error(`${release.id} has no step ${id}.`);
  return option(titleOf(release, planned), String(number));
}

/** What this person may say was done outside. */
export function outsideSteps(release: Release, by: Person): readonly PlannedStep[] {
  return currentSteps(release)
    .filter((p) => mayNotCompleteOutside(release, p, by) === undefined)
    .slice(0, mostSteps);
}

function stepBlocks(
  release: Release,
  steps: readonly PlannedStep[],
  chosen: string | undefined,
): readonly KnownBlock[] {
  const [only] = steps;
  if (steps.length === 1 && only !== undefined)
    return [section(`${markOf(release, only)}: *${inertLine(titleOf(release, only), 160)}*`)];
  const first = steps.find((p) => p.id === chosen);
  return [
    {
      type: 'input',
      block_id: outsideIds.step,
      label: plain('What was done?', 100),
      element: {
        type: 'static_select',
        action_id: outsideIds.step,
        options: steps.map((p) => stepOption(release, p.id)),
        ...(first === undefined ? {} : { initial_option: stepOption(release, first.id) }),
      },
    },
  ];
}

/** Says that one of these steps was completed outside of Slipway, with the evidence for it. */
export function outsideModal(release: Release, steps: readonly PlannedStep[], chosen?: string): ModalView {
  const [only, ...others] = steps;
  const step = others.length === 0 ? only?.id : undefined;
  return {
    type: 'modal',
    callback_id: outsideIds.view,
    private_metadata: targetText({ release: release.id, step }),
    title: plain('Done outside', 24),
    submit: plain('It is done', 24),
    close: plain('Not now', 24),
    blocks: [
      section(
        `Something of *${inertLine(`${release.component.name} ${release.semver}`, 120)}* was done by hand? Say so here: Slipway does not do it again, and goes on. Your name and the evidence go into the record.`,
      ),
      ...stepBlocks(release, steps, chosen),
      {
        type: 'input',
        block_id: outsideIds.evidence,
        label: plain('What was done, and where can that be seen?', 100),
        hint: plain('A link or a few words.', 150),
        element: { type: 'plain_text_input', action_id: outsideIds.evidence, multiline: true, max_length: 1000 },
      },
    ],
  };
}

const picked = z.object({
  [outsideIds.step]: z.object({
    [outsideIds.step]: z.object({ selected_option: z.object({ value: z.string() }).nullish() }),
  }),
});
const written = z.object({
  [outsideIds.evidence]: z.object({ [outsideIds.evidence]: z.object({ value: z.string().nullish() }) }),
});

/** The chosen step (undefined where the modal offered none, or what is none of this release) and the evidence. */
export function readOutsideForm(
  release: Release,
  state: unknown,
): { readonly step: string | undefined; readonly evidence: string } {
  const number = picked.safeParse(state).data?.[outsideIds.step][outsideIds.step].selected_option?.value;
  const evidence = written.safeParse(state).data?.[outsideIds.evidence][outsideIds.evidence].value ?? '';
  return { step: number === undefined ? undefined : release.plan[Number(number)]?.id, evidence };
}
