import type { Button, KnownBlock, ModalView } from '@slack/types';
import { mayNotRevoke } from '../release/decide-revocation.ts';
import { mayNotManage } from '../release/entitlement.ts';
import { mayNotCompleteOutside } from '../release/may-complete-outside.ts';
import { currentSteps, isRunning, type Person, type Release } from '../release/release.ts';
import { waitsFor } from '../release/waits-for.ts';
import { actionIds } from './action-ids.ts';
import { button, context, plain, section } from './blocks.ts';
import { cancelWords } from './card-actions.ts';
import { nameOf, waitBlock } from './direct-message.ts';
import { inertLine } from './escape.ts';
import type { MessageView } from './message.ts';
import { modalTitle } from './modal-title.ts';
import { targetText } from './target.ts';
import { waitingLines } from './waiting-lines.ts';

/** `shortcut` as the manifest declares it. */
export const ownActionsIds = { shortcut: 'release-actions', view: 'release-actions' } as const;
const most = 6; // steps of the person: the message holds about 13,200 characters in all

/** What the person may do with the release as a whole. Whether they may is judged again when they do it. */
function wholeButtons(release: Release, person: Person): readonly Button[] {
  const value = targetText({ release: release.id });
  const named = (action: string, words: string, style?: 'danger' | 'primary'): Button =>
    button({
      action,
      words,
      value,
      aloud: `${words} ${release.component.name} ${release.semver}`,
      ...(style === undefined ? {} : { style }),
    });
  const details = named(actionIds.details, 'Details');
  if (!isRunning(release)) return [details];
  const manages = mayNotManage(release, person) === undefined;
  const outside = currentSteps(release).some((p) => mayNotCompleteOutside(release, p, person) === undefined);
  const revocable = release.plan.find(
    ({ id, kind }) => kind === 'sign-off' && mayNotRevoke(release, id, person) === undefined,
  );
  const failed = waitsFor(release, person).some(({ state }) => state.status === 'failed');
  return [
    ...(manages && release.status === 'paused' && !failed ? [named(actionIds.resume, 'Resume', 'primary')] : []),
    details,
    ...(revocable === undefined ? [] : [named(actionIds.revoke, 'Take back my signature…')]),
    ...(manages && release.status === 'open' ? [named(actionIds.pause, 'Pause…')] : []),
    ...(outside ? [named(actionIds.outside, 'Done outside…')] : []),
    ...(manages ? [named(actionIds.cancel, cancelWords(release), 'danger')] : []),
  ];
}

function blocksFor(release: Release, person: Person, cardUrl: string | undefined): readonly KnownBlock[] {
  const own = waitsFor(release, person);
  const lines = isRunning(release) ? waitingLines(release) : [`It is ${release.status}; nothing is waited for.`];
  const rest = own.length - most;
  return [
    section(`*${nameOf(release, cardUrl)}* waits for`, ...lines),
    section(own.length === 0 ? 'Nothing of it waits for you.' : '*It waits for you:*'),
    ...own.slice(0, most).map((waiting) => waitBlock(release, waiting)),
    ...(rest > 0 ? [context(`and ${rest} more: Details shows all`)] : []),
    { type: 'actions', elements: [...wholeButtons(release, person)] },
  ];
}

/** What the release waits for, and what the person who asks can do about it, as a message to them. */
export function ownActionsMessage(release: Release, person: Person, cardUrl: string | undefined): MessageView {
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  const own = waitsFor(release, person).length;
  return {
    text: `${what}: ${own === 0 ? 'nothing waits for you' : 'it waits for you'}.`,
    blocks: [...blocksFor(release, person, cardUrl)],
  };
}

/** The same as a modal. */
export function ownActionsModal(release: Release, person: Person, cardUrl: string | undefined): ModalView {
  return {
    type: 'modal',
    callback_id: ownActionsIds.view,
    private_metadata: targetText({ release: release.id }),
    title: modalTitle(release),
    close: plain('Close', 24),
    blocks: [...blocksFor(release, person, cardUrl)],
  };
}
