import type { ActionsBlock, Button, Overflow } from '@slack/types';
import { currentSteps, isRunning, type Release, stepState } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { actionIds } from './action-ids.ts';
import { button, option } from './blocks.ts';
import { doingOf, stepButton } from './step-buttons.ts';
import { targetText } from './target.ts';

const optionValue = 150; // https://docs.slack.dev/reference/block-kit/composition-objects/option-object

/** The value of an option of the card's menu: which click it stands for, and about what. */
function menuValue(release: Release, action: string, step?: string): string {
  const value = JSON.stringify({ release: release.id, step, do: action });
  return value.length <= optionValue ? value : JSON.stringify({ release: release.id, do: action });
}

function detailsButton(release: Release): Button {
  return button({
    action: actionIds.details,
    words: 'Details',
    value: targetText({ release: release.id }),
    aloud: `Details of ${release.component.name} ${release.semver}`,
  });
}

function primaryButton(release: Release): Button | undefined {
  const failed = currentSteps(release).find((p) => stepState(release, p.id).status === 'failed');
  if (failed !== undefined) return stepButton(release, failed, 'primary');
  if (release.status === 'paused')
    return button({
      action: actionIds.resume,
      words: 'Resume',
      value: targetText({ release: release.id }),
      style: 'primary',
      aloud: `Resume ${release.component.name} ${release.semver}`,
    });
  const next = currentSteps(release).find((p) => doingOf(release, p) !== undefined);
  return next === undefined ? undefined : stepButton(release, next, 'primary');
}

/** The menu of a running release: a second thing to do, Details, Pause, Done outside, Cancel; five at most. */
function menu(release: Release, withDetails: boolean): Overflow {
  const doable =
    release.status === 'open' ? currentSteps(release).filter((p) => doingOf(release, p) !== undefined) : [];
  const [, second] = doable; // the first is the primary button
  const doing = second === undefined ? undefined : doingOf(release, second);
  const offered =
    second === undefined || doing === undefined || doing.action === actionIds.deploy // it needs its confirm dialog: Details has it
      ? []
      : [option(`${doing.words}: ${titleOf(release, second)}`, menuValue(release, doing.action, second.id))];
  const pause = release.status === 'open' ? [option('Pause…', menuValue(release, actionIds.pause))] : [];
  return {
    type: 'overflow',
    action_id: actionIds.more,
    options: [
      ...offered,
      ...(withDetails ? [option('Details', menuValue(release, actionIds.details))] : []),
      ...pause,
      option('Done outside…', menuValue(release, actionIds.outside)),
      option('Cancel the release…', menuValue(release, actionIds.cancel)),
    ],
  };
}

/** What can be done with the release: one primary button for what is to be done now, the rest in a menu. */
export function cardActions(release: Release): ActionsBlock {
  const first = isRunning(release) ? primaryButton(release) : undefined;
  const elements = isRunning(release)
    ? [first ?? detailsButton(release), menu(release, first !== undefined)]
    : [detailsButton(release)];
  return { type: 'actions', block_id: 'card', elements };
}
