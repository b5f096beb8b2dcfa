import type { Execute } from '../execute.ts';
import { isRefusal } from '../release/decide.ts';
import { decidePerson } from '../release/decide-person.ts';
import type { Refusal } from '../release/refusal.ts';
import { plannedStep, type Release } from '../release/release.ts';
import { subjectOf } from '../release/sign-off.ts';
import { actionIds } from '../views/action-ids.ts';
import { inertLine } from '../views/escape.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { refusedPlain, refusedText } from '../views/refused-text.ts';
import { readSignOffForm, readSignOffShown } from '../views/sign-off-form.ts';
import { decisionBlock, signOffIds, signOffModal, staleModal } from '../views/sign-off-modal.ts';
import { askedStep } from './asked-step.ts';
import { clickedRelease } from './clicked-release.ts';
import type { RunningReleases } from './running-release.ts';
import { showModal } from './show-modal.ts';
import type { Answer, Story, SubmissionContext } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  readonly githubUrl: string;
  nameOf(person: string): string;
}

const unknown = 'Slipway no longer knows this sign-off. Open it again from the release card.';

/** Why the person cannot sign now; undefined where they can. Whoever has signed may still change their mind. */
function barredFrom(release: Release, step: string, by: string): Refusal | undefined {
  const subject = subjectOf(release, step) ?? '';
  const decided = decidePerson(release, {
    type: 'SignOff',
    step,
    by,
    decision: 'changes',
    comment: 'to be typed',
    subject,
  });
  return isRefusal(decided) ? decided : undefined;
}

/** The sign-off's modal for this person, or the sentence why not. */
function modalFor(ports: Ports, release: Release, step: string, person: string) {
  const barred = barredFrom(release, step, person);
  if (barred !== undefined) return { kind: 'refused' as const, text: refusedText(barred, release, step) };
  const modal = signOffModal(release, step, ports.githubUrl);
  return modal === undefined ? { kind: 'refused' as const, text: unknown } : { kind: 'modal' as const, modal };
}

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const notice = (title: string, text: string): Answer => ({ kind: 'update', view: noticeModal(title, text) });
  const shown = readSignOffShown(asked.view.privateMetadata);
  const release = shown === undefined ? undefined : await ports.execute.load(shown.release);
  const planned = release === undefined || shown === undefined ? undefined : plannedStep(release, shown.step);
  if (shown === undefined || release === undefined || planned === undefined || !('sign-off' in planned.step))
    return notice('Sign-off', unknown);
  const form = readSignOffForm(planned.step.confirms, shown, asked.view.values);
  if (form.kind === 'errors') return form;
  const { decision, comment } = form;
  const { step, subject } = shown;
  const executed = await ports.execute(
    release.id,
    { type: 'SignOff', step, by: asked.person, decision, subject, ...(comment === '' ? {} : { comment }) },
    asked.cause,
  );
  if (executed.kind !== 'refused') return { kind: 'close' };
  const now = executed.release ?? release;
  const { refusal } = executed;
  if (refusal.refused === 'stale_subject') return { kind: 'update', view: staleModal(now, shown, ports.githubUrl) };
  if (refusal.refused === 'already_done' || refusal.refused === 'not_current')
    return notice('Not signed', refusedText(refusal, now, step));
  return { kind: 'errors', errors: { [decisionBlock(subject)]: refusedPlain(refusal, ports.nameOf, now, step) } };
}

/** Somebody of a role approves, rejects or asks for changes: by the button of the card or the ask, or by `/release sign-off`. */
export function signOffStory(ports: Ports): Story {
  const word: Word = {
    word: 'sign-off',
    usage: 'sign-off [component]',
    says: 'Opens the sign-off that the release waits for.',
    async run(asked) {
      const typed = await typedRelease(ports, 'sign-off', asked);
      if (typed === undefined) return;
      const { release } = typed;
      const planned = askedStep(release, 'sign-off', asked.person);
      if (planned === undefined)
        return await asked.respond(
          `No sign-off of ${inertLine(release.component.name)} ${release.semver} is waited for now. \`${asked.command} status\` says what is.`,
        );
      const shown = modalFor(ports, release, planned.id, asked.person);
      if (shown.kind === 'refused') return await asked.respond(shown.text);
      await asked.open(shown.modal);
    },
  };
  return {
    words: [word],
    actions: {
      async [actionIds.signOff](asked) {
        const clicked = await clickedRelease(ports.execute, asked);
        if (clicked === undefined) return;
        const planned = clicked.planned ?? askedStep(clicked.release, 'sign-off', asked.person);
        if (planned === undefined || !('sign-off' in planned.step)) return await asked.respond(unknown);
        const shown = modalFor(ports, clicked.release, planned.id, asked.person);
        if (shown.kind === 'refused') return await asked.respond(shown.text);
        await showModal(asked, shown.modal);
      },
    },
    submissions: { [signOffIds.view]: (asked) => submitted(ports, asked) },
  };
}
