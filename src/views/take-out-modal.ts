import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Release } from '../release/release.ts';
import { changesToTakeOut, takenOutOf } from '../release/take-out.ts';
import { option, plain, section } from './blocks.ts';
import { inertLine } from './escape.ts';
import { targetText } from './target.ts';

export const takeOutIds = { view: 'take-out', change: 'take-out-change', reason: 'take-out-reason' } as const;
const longestReason = 1000;

/**
 * Asks which change of the release is taken out, and why.
 * @param wanted the number that was typed, chosen already where the release carries it
 */
export function takeOutModal(release: Release, wanted?: number): ModalView {
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  const changes = changesToTakeOut(release);
  const optionOf = ({ number, title }: (typeof changes)[number]) => option(`#${number} ${title}`, String(number));
  const chosen = changes.find(({ number }) => number === wanted);
  const options = changes.map(optionOf);
  return {
    type: 'modal',
    callback_id: takeOutIds.view,
    private_metadata: targetText({ release: release.id }),
    title: plain('Take out a change', 24),
    submit: plain('Take it out', 24),
    close: plain('Not now', 24),
    blocks: [
      section(
        `Slipway opens a pull request that reverts the change in \`${inertLine(takenOutOf(release) ?? '', 80).replaceAll('`', '')}\`, and a person merges it as usual.`,
        `*${what}* waits for that, and is checked and signed again without the change. Closing that pull request leaves the change in.`,
      ),
      {
        type: 'input',
        block_id: takeOutIds.change,
        label: plain('Which change?', 100),
        element: {
          type: 'static_select',
          action_id: takeOutIds.change,
          options,
          ...(chosen === undefined ? {} : { initial_option: optionOf(chosen) }),
        },
      },
      {
        type: 'input',
        block_id: takeOutIds.reason,
        label: plain('Why? It goes to GitHub, and into the record.', 100),
        element: {
          type: 'plain_text_input',
          action_id: takeOutIds.reason,
          multiline: true,
          max_length: longestReason,
        },
      },
    ],
  };
}

const form = z.object({
  [takeOutIds.change]: z.object({
    [takeOutIds.change]: z.object({ selected_option: z.object({ value: z.string() }).nullish() }),
  }),
  [takeOutIds.reason]: z.object({ [takeOutIds.reason]: z.object({ value: z.string().nullish() }) }),
});

/** The chosen pull request, 0 where there is none, and the reason as it was typed. */
export function readTakeOutForm(state: unknown): { readonly change: number; readonly reason: string } {
  const read = form.safeParse(state).data;
  const chosen = read?.[takeOutIds.change][takeOutIds.change].selected_option?.value ?? '';
  return {
    change: /^\d{1,15}$/.test(chosen) ? Number(chosen) : 0,
    reason: read?.[takeOutIds.reason][takeOutIds.reason].value ?? '',
  };
}
