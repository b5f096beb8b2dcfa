import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { isWithdrawing, type Release, stepState } from '../release/release.ts';
import { plain, section } from './blocks.ts';
import { cut, inertLine } from './escape.ts';
import { leftBehind } from './left-behind.ts';
import { modalTitle } from './modal-title.ts';
import { pinnedBranch, pinnedLine } from './pinned-lines.ts';
import { runsNowLines } from './runs-now-lines.ts';
import { targetText } from './target.ts';

export const reasonIds = { pause: 'pause', cancel: 'cancel', repin: 'repin', reason: 'reason' } as const;
const longestReason = 1000;

const words = {
  pause: { title: 'Pause', submit: 'Pause', ask: 'Why? Everybody in the thread reads it.' },
  cancel: { title: 'Cancel', submit: 'Cancel the release', ask: 'Why? It goes into the record.' },
  giveUp: { title: 'Give up', submit: 'Give up', ask: 'Why? It goes into the record.' },
  repin: { title: 'Pin anew', submit: 'Pin anew', ask: 'Why? Everybody in the thread reads it.' },
} as const;

/** `giveUp` is how a withdrawn release is cancelled. */
type Kind = Exclude<keyof typeof words, 'giveUp'>;

/** Where the pinned commit was deployed already: also one that turns out to be the same is deployed anew. */
function deployedBefore(release: Release): readonly string[] {
  return release.plan.flatMap((p) =>
    'deploy' in p.step && stepState(release, p.id).status === 'done' ? [p.step.deploy] : [],
  );
}

function linesFor(kind: Kind, release: Release, what: string): readonly string[] {
  if (kind === 'pause')
    return [
      `*${what}* stops before its next step until somebody resumes it. What runs already (a workflow, a deployment) goes on.`,
    ];
  if (kind === 'repin')
    return [
      `*${what}* releases what its branch holds now, not the commit that was pinned before. Signatures and checks of the old commit no longer count; they are asked for and read again.`,
      ...deployedBefore(release).map(
        (environment) =>
          `It was deployed to ${inertLine(environment, 60)}: that is asked for again, and the checklists after it.`,
      ),
      ...release.plan.flatMap(({ id }) => {
        const head = stepState(release, id).facts['head'];
        return pinnedBranch(release, id) === undefined || head === undefined ? [] : [pinnedLine(release, id, head)];
      }),
    ];
  if (isWithdrawing(release))
    return [
      `*${what}* stays withdrawn. What was not deployed yet will not be, and the rest of the withdrawal goes on.`,
      ...runsNowLines(release).map((line) => `• ${line}`),
    ];
  const left = leftBehind(release);
  return [
    `*${what}* ends here, for good: a cancelled release cannot be resumed. A new one can be started at any time.`,
    left.length === 0 ? 'Nothing of it stays outside.' : '*What stays; Slipway takes nothing back:*',
    ...left.map((line) => `• ${line}`),
  ];
}

/** Asks for the reason of a pause, of a cancellation or of pinning anew, naming the version and what it changes. */
export function reasonModal(kind: Kind, release: Release, reason?: string, step?: string): ModalView {
  const what = `${release.component.name} ${release.semver}`;
  const { title, submit, ask } = words[kind === 'cancel' && isWithdrawing(release) ? 'giveUp' : kind];
  return {
    type: 'modal',
    callback_id: reasonIds[kind],
    private_metadata: targetText({ release: release.id, step }),
    title: modalTitle(release, title),
    submit: plain(submit, 24),
    close: plain(kind === 'repin' ? 'Not now' : 'Keep it running', 24),
    blocks: [
      section(...linesFor(kind, release, inertLine(what, 120))),
      {
        type: 'input',
        block_id: reasonIds.reason,
        label: plain(ask, 100),
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

const suggested = z.object({ reason: z.string() });

/** The reason that a button's value brings along; undefined where it brings none. The value was read as a target before. */
export function suggestedReason(value: string): string | undefined {
  return suggested.safeParse(JSON.parse(value)).data?.reason;
}

const written = z.object({
  [reasonIds.reason]: z.object({ [reasonIds.reason]: z.object({ value: z.string().nullish() }) }),
});

/** The reason as it was typed; empty where there is none. */
export function readReasonForm(state: unknown): string {
  return written.safeParse(state).data?.[reasonIds.reason][reasonIds.reason].value ?? '';
}
