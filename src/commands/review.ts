import type { Execute } from '../execute.ts';
import { isRefusal } from '../release/decide.ts';
import { decidePerson } from '../release/decide-person.ts';
import type { PlannedStep } from '../release/plan.ts';
import { plannedStep, type Release } from '../release/release.ts';
import { openReviews } from '../release/reviews.ts';
import { actionIds } from '../views/action-ids.ts';
import { chosenStepIds, chosenStepModal, readChosenStep } from '../views/chosen-step-modal.ts';
import { inertLine } from '../views/escape.ts';
import { forcedLines } from '../views/forced-lines.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { refusalPlain, refusalText } from '../views/refusal-text.ts';
import { readTarget } from '../views/target.ts';
import { anyReason } from './any-reason.ts';
import { formWord, openClickedForm } from './form-of-release.ts';
import type { RunningReleases } from './running-release.ts';
import type { Answer, Story, SubmissionContext } from './story.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  nameOf(person: string): string;
}

/** The form with the reviews that this person may close, or the sentence why there is none. */
function formFor(release: Release, by: string, wanted?: PlannedStep) {
  const refused = (text: string) => ({ kind: 'refused' as const, text });
  const what = `${inertLine(release.component.name)} ${release.semver}`;
  const steps = [
    ...new Set([...(wanted === undefined ? [] : [wanted.id]), ...openReviews(release).map((r) => r.step)]),
  ];
  const decided = steps.map((step) => ({
    step,
    told: decidePerson(release, { type: 'CloseReview', step, by, conclusion: anyReason }),
  }));
  const mine = decided.flatMap(({ step, told }) => (isRefusal(told) ? [] : (plannedStep(release, step) ?? [])));
  if (mine.length > 0)
    return { kind: 'form' as const, modal: chosenStepModal('review', release, mine, forcedLines(release)) };
  const [first] = decided;
  if (first === undefined || !isRefusal(first.told))
    return refused(`Nothing of ${what} was forced that is not reviewed yet.`);
  return refused(refusalText(first.told));
}

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const target = readTarget(asked.view.privateMetadata);
  const release = target === undefined ? undefined : await ports.execute.load(target.release);
  const form = release === undefined ? undefined : readChosenStep(release, asked.view.values);
  const step = form?.step ?? target?.step;
  if (release === undefined || form === undefined || step === undefined)
    return { kind: 'update', view: noticeModal('Review', 'Slipway no longer knows this review. Open the form again.') };
  const executed = await ports.execute(
    release.id,
    { type: 'CloseReview', step, by: asked.person, conclusion: form.said },
    asked.cause,
  );
  if (executed.kind !== 'refused') return { kind: 'close' };
  return { kind: 'errors', errors: { [chosenStepIds.said]: refusalPlain(executed.refusal, ports.nameOf) } };
}

/** Somebody who neither asked nor confirmed closes the review of what was forced: by the message's button, or by `/release review`. */
export function reviewStory(ports: Ports): Story {
  const word = formWord(
    ports,
    { word: 'review', usage: 'review [component]', says: 'Closes the review of something that was forced.' },
    formFor,
  );
  return {
    words: [word],
    opens: {
      [actionIds.review]: (asked) => openClickedForm(ports, asked, formFor),
    },
    submissions: { [chosenStepIds.review]: (asked) => submitted(ports, asked) },
  };
}
