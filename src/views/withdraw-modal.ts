import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Redeployment } from '../release/redeploy.ts';
import type { Release } from '../release/release.ts';
import { option, plain, section } from './blocks.ts';
import { inertLine } from './escape.ts';
import { modalTitle } from './modal-title.ts';
import { targetText } from './target.ts';
import { withdrawalWill } from './withdrawn-lines.ts';

export const withdrawIds = { view: 'withdraw', reason: 'withdraw-reason', sure: 'withdraw-sure' } as const;

/** Asks for the reason of a withdrawal, says what it takes back, and has its version confirmed. */
export function withdrawModal(release: Release, redeployment: Redeployment): ModalView {
  const what = `${release.component.name} ${release.semver}`;
  return {
    type: 'modal',
    callback_id: withdrawIds.view,
    private_metadata: targetText({ release: release.id }),
    title: modalTitle(release, 'Withdraw'),
    submit: plain('Withdraw', 24),
    close: plain('Not now', 24),
    blocks: [
      section(
        `*${inertLine(what, 120)}* is taken back, for good. Nobody should use it any more.`,
        ...withdrawalWill(release, redeployment),
      ),
      {
        type: 'input',
        block_id: withdrawIds.reason,
        label: plain('Why? It goes to GitHub, to the channels and into the record.', 100),
        element: { type: 'plain_text_input', action_id: withdrawIds.reason, multiline: true, max_length: 1000 },
      },
      {
        type: 'input',
        block_id: withdrawIds.sure,
        label: plain('Are you sure?', 100),
        element: {
          type: 'checkboxes',
          action_id: withdrawIds.sure,
          options: [option(`Withdraw ${what}`, 'sure')],
        },
      },
    ],
  };
}

const written = z.object({
  [withdrawIds.reason]: z.object({ [withdrawIds.reason]: z.object({ value: z.string().nullish() }) }),
});

/** The reason as it was typed; empty where there is none. That the box is ticked Slack sees to: it is not optional. */
export function readWithdrawForm(state: unknown): string {
  return written.safeParse(state).data?.[withdrawIds.reason][withdrawIds.reason].value ?? '';
}
