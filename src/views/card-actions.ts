import type { ActionsBlock, Button, Overflow } from '@slack/types';
import { isRevocable } from '../release/decide-revocation.ts';
import { currentSteps, isRunning, isWithdrawing, type Release, stepState } from '../release/release.ts';
import { actionIds } from './action-ids.ts';
import { button, option } from './blocks.ts';
import { stuckButtons } from './check-buttons.ts';
import { doingButtons } from './doing-buttons.ts';
import { stepButton } from './step-buttons.ts';
import { targetText } from './target.ts';

const optionValue = 150; // https://docs.slack.dev/reference/block-kit/composition-objects/option-object

/** The value of an option of the card's menu: which click it stands for, and about what. */
function menuValue(release: Release, action: string, step?: string): string {
  const value = JSON.stringify({ release: release.id, step, do: action });
  return value.length <= optionValue ? value : JSON.stringify({ release: release.id, do: action });
}

/** What it is called to end a release: of one that is withdrawn already only what is still to be deployed is given up. */
export function cancelWords(release: Release): string {
  return isWithdrawing(release) ? 'Give up deploying…' : 'Cancel the release…';
}

function detailsButton(release: Release): Button {
  return button({
    action: actionIds.details,
    words: 'Details',
    value: targetText({ release: release.id }),
    aloud: `Details of ${release.component.name} ${release.semver}`,
  });
}

/** The things to do now, the first of them primary: what failed, else Resume, else what people are asked for. */
function doings(release: Release): readonly Button[] {
  const failed = currentSteps(release).find((p) => stepState(release, p.id).status === 'failed');
  const retry = failed === undefined ? undefined : stepButton(release, failed, 'primary');
  if (retry !== undefined) return [retry];
  if (release.status !== 'paused') return doingButtons(release);
  return [
    button({
      action: actionIds.resume,
      words: 'Resume',
      value: targetText({ release: release.id }),
      style: 'primary',
      aloud: `Resume ${release.component.name} ${release.semver}`,
    }),
  ];
}

/** The menu of a running release: Take back, Details, Pause, Done outside, Cancel; five at most. */
function menu(release: Release, withDetails: boolean): Overflow {
  const revocable = release.plan.find((p) => isRevocable(release, p));
  const revoke =
    revocable === undefined
      ? []
      : [option('Take back my signature…', menuValue(release, actionIds.revoke, revocable.id))];
  const pause = release.status === 'open' ? [option('Pause…', menuValue(release, actionIds.pause))] : [];
  return {
    type: 'overflow',
    action_id: actionIds.more,
    options: [
      ...revoke,
      ...(withDetails ? [option('Details', menuValue(release, actionIds.details))] : []),
      ...pause,
      option('Done outside…', menuValue(release, actionIds.outside)),
      option(cancelWords(release), menuValue(release, actionIds.cancel)),
    ],
  };
}

/** What can be done with the release: a button for each kind of thing to be done now, the rest in a menu. */
export function cardActions(release: Release): ActionsBlock {
  const now = isRunning(release) ? doings(release) : [];
  const elements = isRunning(release)
    ? [...(now.length > 0 ? now : [detailsButton(release)]), ...stuckButtons(release), menu(release, now.length > 0)]
    : [detailsButton(release)];
  return { type: 'actions', block_id: 'card', elements };
}
