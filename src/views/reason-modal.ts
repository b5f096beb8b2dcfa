import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Release } from '../release/release.ts';
import { plain, section } from './blocks.ts';
import { cut, inertLine } from './escape.ts';
import { leftBehind } from './left-behind.ts';
import { targetText } from './target.ts';

export const reasonIds = { pause: 'pause', cancel: 'cancel', reason: 'reason' } as const;
const longestReason = 1000;

const words = {
  pause: { title: 'Pause', submit: 'Pause', ask: 'Why? Everybody in the thread reads it.' },
  cancel: { title: 'Cancel', submit: 'Cancel the release', ask: 'Why? It goes into the record.' },
} as const;

function linesFor(kind: 'pause' | 'cancel', release: Release, what: string): readonly string[] {
  if (kind === 'pause')
    return [
      `*${what}* stops before its next step until somebody resumes it. What runs already (a workflow, a deployment) goes on.`,
    ];
  const left = leftBehind(release);
  return [
    `*${what}* ends here, for good: a cancelled release cannot be resumed. A new one can be started at any time.`,
    left.length === 0 ? 'Nothing of it stays outside.' : '*What stays; Slipway takes nothing back:*',
    ...left.map((line) => `• ${line}`),
  ];
}

/** Asks for the reason of a pause, or of a cancellation, naming the version and what stays behind. */
export function reasonModal(kind: 'pause' | 'cancel', release: Release, reason?: string): ModalView {
  const what = `${release.component.name} ${release.semver}`;
  return {
    type: 'modal',
    callback_id: reasonIds[kind],
    private_metadata: targetText({ release: release.id }),
    title: plain(`${words[kind].title} ${what}`, 24),
    submit: plain(words[kind].submit, 24),
    close: plain('Keep it running', 24),
    blocks: [
      section(...linesFor(kind, release, inertLine(what, 120))),
      {
        type: 'input',
        block_id: reasonIds.reason,
        label: plain(words[kind].ask, 100),
        element: {
          type: 'plain_text_input',
          action_id: reasonIds.reason,
          multiline: true,
          max_length: longestReason,
          ...(reason === undefined || reason === '' ? {} : { initial_value: cut(reason, longestReason) }),
        },
      },
    ],
  };
}

const written = z.object({
  [reasonIds.reason]: z.object({ [reasonIds.reason]: z.object({ value: z.string().nullish() }) }),
});

/** The reason as it was typed; empty where there is none. */
export function readReasonForm(state: unknown): string {
  return written.safeParse(state).data?.[reasonIds.reason][reasonIds.reason].value ?? '';
}
