import type { Execute } from '../execute.ts';
import { isRefusal } from '../release/decide.ts';
import { decidePerson } from '../release/decide-person.ts';
import { isRunning, type Release } from '../release/release.ts';
import { actionIds } from '../views/action-ids.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { readReasonForm, reasonIds, reasonModal } from '../views/reason-modal.ts';
import { refusedPlain, refusedText } from '../views/refused-text.ts';
import { readTarget } from '../views/target.ts';
import { anyReason } from './any-reason.ts';
import { clickedRelease } from './clicked-release.ts';
import { notRunning } from './not-running.ts';
import type { RunningReleases } from './running-release.ts';
import { showModal } from './show-modal.ts';
import type { Answer, Story, SubmissionContext } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  nameOf(person: string): string;
}

/** The sentence why the person cannot cancel the release now; undefined where they can. */
function barredFrom(release: Release, by: string): string | undefined {
  if (!isRunning(release)) return notRunning(release);
  const decided = decidePerson(release, { type: 'Cancel', by, reason: anyReason });
  return isRefusal(decided) ? refusedText(decided, release) : undefined;
}

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const target = readTarget(asked.view.privateMetadata);
  if (target === undefined)
    return { kind: 'update', view: noticeModal('Cancel', 'Slipway no longer knows this release.') };
  const reason = readReasonForm(asked.view.values);
  const executed = await ports.execute(target.release, { type: 'Cancel', by: asked.person, reason }, asked.cause);
  if (executed.kind !== 'refused') return { kind: 'close' };
  if (executed.release !== undefined && !isRunning(executed.release))
    return { kind: 'update', view: noticeModal('Cancel', notRunning(executed.release)) };
  return {
    kind: 'errors',
    errors: { [reasonIds.reason]: refusedPlain(executed.refusal, ports.nameOf, executed.release) },
  };
}

/** Those who run a release end it for good. It always confirms by a modal that names the version and what stays behind. */
export function cancelStory(ports: Ports): Story {
  const word: Word = {
    word: 'cancel',
    usage: 'cancel [component] [reason]',
    says: 'Ends the release for good, after a confirmation that says what stays behind.',
    opens: true,
    async run(asked) {
      const typed = await typedRelease(ports, 'cancel', asked);
      if (typed === undefined) return;
      const barred = barredFrom(typed.release, asked.person);
      if (barred !== undefined) return await asked.respond(barred);
      await asked.open(reasonModal('cancel', typed.release, typed.rest.join(' ')));
    },
  };
  return {
    words: [word],
    opens: {
      async [actionIds.cancel](asked) {
        const clicked = await clickedRelease(ports.execute, asked);
        if (clicked === undefined) return;
        const barred = barredFrom(clicked.release, asked.person);
        if (barred !== undefined) return await asked.respond(barred);
        await showModal(asked, reasonModal('cancel', clicked.release));
      },
    },
    submissions: { [reasonIds.cancel]: (asked) => submitted(ports, asked) },
  };
}
