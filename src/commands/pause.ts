import type { Execute } from '../execute.ts';
import { isRefusal } from '../release/decide.ts';
import { decidePerson } from '../release/decide-person.ts';
import type { Release } from '../release/release.ts';
import { actionIds } from '../views/action-ids.ts';
import { inertLine } from '../views/escape.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { readReasonForm, reasonIds, reasonModal, suggestedReason } from '../views/reason-modal.ts';
import { refusedPlain, refusedText } from '../views/refused-text.ts';
import { readTarget } from '../views/target.ts';
import { anyReason } from './any-reason.ts';
import { clickedRelease } from './clicked-release.ts';
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

/** The sentence why the person cannot pause the release now; undefined where they can. */
function barredFrom(release: Release, by: string): string | undefined {
  const decided = decidePerson(release, { type: 'Pause', by, reason: anyReason });
  return isRefusal(decided) ? refusedText(decided, release) : undefined;
}

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const target = readTarget(asked.view.privateMetadata);
  if (target === undefined)
    return { kind: 'update', view: noticeModal('Pause', 'Slipway no longer knows this release.') };
  const reason = readReasonForm(asked.view.values);
  const executed = await ports.execute(target.release, { type: 'Pause', by: asked.person, reason }, asked.cause);
  if (executed.kind !== 'refused') return { kind: 'close' };
  return {
    kind: 'errors',
    errors: { [reasonIds.reason]: refusedPlain(executed.refusal, ports.nameOf, executed.release) },
  };
}

/** Those who run a release stop it for a while, with a reason: from the card, or by `/release pause too many alarms`. */
export function pauseStory(ports: Ports): Story {
  const word: Word = {
    word: 'pause',
    usage: 'pause [component] [reason]',
    says: 'Stops the release before its next step, until somebody resumes it.',
    async run(asked) {
      const typed = await typedRelease(ports, 'pause', asked);
      if (typed === undefined) return;
      const { release, rest } = typed;
      const reason = rest.join(' ').trim();
      const barred = barredFrom(release, asked.person);
      if (barred !== undefined) return await asked.respond(barred);
      if (reason === '') return void (await asked.open(reasonModal('pause', release)));
      const executed = await ports.execute(release.id, { type: 'Pause', by: asked.person, reason }, asked.cause);
      const what = `${inertLine(release.component.name)} ${release.semver}`;
      await asked.respond(
        executed.kind === 'refused'
          ? refusedText(executed.refusal, executed.release ?? release)
          : `⏸️ ${what} is paused. \`${asked.command} resume\` lets it go on.`,
      );
    },
  };
  return {
    words: [word],
    opens: {
      async [actionIds.pause](asked) {
        const clicked = await clickedRelease(ports.execute, asked);
        if (clicked === undefined) return;
        const barred = barredFrom(clicked.release, asked.person);
        if (barred !== undefined) return await asked.respond(barred);
        await showModal(asked, reasonModal('pause', clicked.release, suggestedReason(asked.value)));
      },
    },
    submissions: { [reasonIds.pause]: (asked) => submitted(ports, asked) },
  };
}
