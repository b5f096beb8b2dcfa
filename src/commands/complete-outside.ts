import type { Execute } from '../execute.ts';
import { mayNotCompleteOutside } from '../release/may-complete-outside.ts';
import { currentSteps, isRunning, type Release } from '../release/release.ts';
import { actionIds } from '../views/action-ids.ts';
import { refusalWithLink, withCommand } from '../views/link-texts.ts';
import type { MessageView } from '../views/message.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { outsideIds, outsideModal, outsideSteps, readOutsideForm } from '../views/outside-modal.ts';
import { refusalText } from '../views/refusal-text.ts';
import { refusedPlain } from '../views/refused-text.ts';
import { readTarget } from '../views/target.ts';
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
  slipway(): { readonly commands: { readonly release: string } };
}

/** The form with what the person may say was done outside, or the sentence why there is nothing. */
function formFor(ports: Ports, release: Release, person: string, chosen?: string) {
  const refused = (text: MessageView | string) => ({ kind: 'refused' as const, text });
  if (!isRunning(release)) return refused(notRunning(release));
  const steps = outsideSteps(release, person);
  if (steps.length > 0) return { kind: 'form' as const, modal: outsideModal(release, steps, chosen) };
  const [first] = currentSteps(release);
  const barred = first === undefined ? undefined : mayNotCompleteOutside(release, first, person);
  if (barred === undefined) return refused('This release waits for nothing at this moment.');
  return refused(refusalWithLink(barred, refusalText(barred), ports.slipway().commands.release));
}

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const target = readTarget(asked.view.privateMetadata);
  const release = target === undefined ? undefined : await ports.execute.load(target.release);
  const form = release === undefined ? undefined : readOutsideForm(release, asked.view.values);
  const step = form?.step ?? target?.step;
  if (release === undefined || form === undefined || step === undefined)
    return {
      kind: 'update',
      view: noticeModal(
        'Done outside',
        'Slipway no longer knows this step. Open the form again from the release card.',
      ),
    };
  const executed = await ports.execute(
    release.id,
    { type: 'CompleteOutside', step, by: asked.person, evidence: form.evidence },
    asked.cause,
  );
  if (executed.kind !== 'refused') return { kind: 'close' };
  const why = refusedPlain(executed.refusal, ports.nameOf, executed.release ?? release, step);
  const sentence = withCommand(why, ports.slipway().commands.release);
  return { kind: 'errors', errors: { [outsideIds.evidence]: sentence } };
}

/** Somebody entitled says that a step was done by hand, with the evidence for it. */
export function completeOutsideStory(ports: Ports): Story {
  const word: Word = {
    word: 'done-outside',
    usage: 'done-outside [component]',
    says: 'Says that something was done by hand, with the evidence for it.',
    opens: true,
    async run(asked) {
      const typed = await typedRelease(ports, 'done-outside', asked);
      if (typed === undefined) return;
      const form = formFor(ports, typed.release, asked.person);
      if (form.kind === 'refused') return await asked.respond(form.text);
      await asked.open(form.modal);
    },
  };
  return {
    words: [word],
    opens: {
      async [actionIds.outside](asked) {
        const clicked = await clickedRelease(ports.execute, asked);
        if (clicked === undefined) return;
        const form = formFor(ports, clicked.release, asked.person, clicked.planned?.id);
        if (form.kind === 'refused') return await asked.respond(form.text);
        await showModal(asked, form.modal);
      },
    },
    submissions: { [outsideIds.view]: (asked) => submitted(ports, asked) },
  };
}
