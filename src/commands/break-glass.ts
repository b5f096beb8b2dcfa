import type { Execute } from '../execute.ts';
import { forceable } from '../release/break-glass.ts';
import { isRefusal } from '../release/decide.ts';
import { decidePerson } from '../release/decide-person.ts';
import { currentSteps, type Release } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { actionIds } from '../views/action-ids.ts';
import { breakGlassUsed } from '../views/break-glass-message.ts';
import { chosenStepIds, chosenStepModal, readChosenStep } from '../views/chosen-step-modal.ts';
import { inertLine } from '../views/escape.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { refusedPlain, refusedText } from '../views/refused-text.ts';
import { readTarget } from '../views/target.ts';
import { anyReason } from './any-reason.ts';
import { clickedRelease } from './clicked-release.ts';
import type { RunningReleases } from './running-release.ts';
import type { ActionContext, Answer, Story, SubmissionContext } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  nameOf(person: string): string;
}

/** The sentence why this person cannot ask for anything to be forced now; undefined where they can. */
function barredFrom(release: Release, by: string): string | undefined {
  const [waiting] = [...forceable(release), ...currentSteps(release)];
  if (waiting === undefined) return 'This release waits for nothing at this moment.';
  const decided = decidePerson(release, { type: 'BreakGlass', step: waiting.id, by, reason: anyReason });
  return isRefusal(decided) ? refusedText(decided, release, waiting.id) : undefined;
}

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const target = readTarget(asked.view.privateMetadata);
  const release = target === undefined ? undefined : await ports.execute.load(target.release);
  const form = release === undefined ? undefined : readChosenStep(release, asked.view.values);
  const step = form?.step ?? target?.step;
  if (release === undefined || form === undefined || step === undefined)
    return {
      kind: 'update',
      view: noticeModal('Break-glass', 'Slipway no longer knows this step. Open the form again.'),
    };
  const executed = await ports.execute(
    release.id,
    { type: 'BreakGlass', step, by: asked.person, reason: form.said },
    asked.cause,
  );
  if (executed.kind !== 'refused') return { kind: 'close' };
  const sentence = refusedPlain(executed.refusal, ports.nameOf, executed.release ?? release, step);
  return { kind: 'errors', errors: { [chosenStepIds.said]: sentence } };
}

async function confirmed(ports: Ports, asked: ActionContext): Promise<void> {
  const clicked = await clickedRelease(ports.execute, asked);
  if (clicked === undefined) return;
  const { release, planned, target } = clicked;
  if (planned === undefined || target.attempt === undefined)
    return await asked.respond('Slipway no longer knows this step. The release card shows what is waited for.');
  const executed = await ports.execute(
    release.id,
    { type: 'ConfirmBreakGlass', step: planned.id, by: asked.person, attempt: target.attempt },
    asked.cause,
  );
  if (executed.kind === 'refused')
    return await asked.respond(refusedText(executed.refusal, executed.release ?? release, planned.id));
  await asked.replace(breakGlassUsed(executed.release, planned));
  await asked.respond(
    `🚨 *${inertLine(titleOf(release, planned), 160)}* is forced. Somebody else has to review it before the release closes.`,
  );
}

/** Those who run a release ask that a waiting check or sign-off is forced; a second person confirms by the button of the message. */
export function breakGlassStory(ports: Ports): Story {
  const word: Word = {
    word: 'break-glass',
    usage: 'break-glass [component]',
    says: 'In an emergency: asks that a waiting check or sign-off is forced; somebody else confirms.',
    opens: true,
    async run(asked) {
      const typed = await typedRelease(ports, 'break-glass', asked);
      if (typed === undefined) return;
      const { release } = typed;
      const barred = barredFrom(release, asked.person);
      if (barred !== undefined) return await asked.respond(barred);
      await asked.open(chosenStepModal('breakGlass', release, forceable(release)));
    },
  };
  return {
    words: [word],
    actions: { [actionIds.confirmBreakGlass]: (asked) => confirmed(ports, asked) },
    submissions: { [chosenStepIds.breakGlass]: (asked) => submitted(ports, asked) },
  };
}
