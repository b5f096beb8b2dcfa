import type { Execute } from '../execute.ts';
import { isRefusal } from '../release/decide.ts';
import { decidePerson } from '../release/decide-person.ts';
import { mayNotRevoke } from '../release/decide-revocation.ts';
import { turnedSince } from '../release/evidence-seen.ts';
import type { PlannedStep } from '../release/plan.ts';
import type { Refusal } from '../release/refusal.ts';
import { currentSteps, plannedStep, type Release } from '../release/release.ts';
import { subjectOf } from '../release/sign-off.ts';
import { actionIds } from '../views/action-ids.ts';
import { inertLine } from '../views/escape.ts';
import { refusalWithLink, withCommand } from '../views/link-texts.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { noneOwnText } from '../views/own-step-lines.ts';
import { refusedPlain, refusedText } from '../views/refused-text.ts';
import { readSignOffForm, readSignOffShown } from '../views/sign-off-form.ts';
import {
  commentBlock,
  decisionBlock,
  type SignOffShown,
  signOffIds,
  signOffModal,
  staleModal,
} from '../views/sign-off-modal.ts';
import { askedSteps, ownSteps } from './asked-step.ts';
import { clickedRelease } from './clicked-release.ts';
import type { RunningReleases } from './running-release.ts';
import { showModal } from './show-modal.ts';
import type { ActionContext, Answer, Story, SubmissionContext } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  readonly githubUrl: string;
  nameOf(person: string): string;
  slipway(): { readonly commands: { readonly release: string } };
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
  const revokes = mayNotRevoke(release, step, person) === undefined;
  if (barred !== undefined && !revokes) {
    const { release: command } = ports.slipway().commands;
    return { kind: 'refused' as const, text: refusalWithLink(barred, refusedText(barred, release, step), command) };
  }
  const besides = ownSteps(release, 'sign-off', person).filter(({ id }) => id !== step);
  const viewer = { person, revokes, signs: barred === undefined, besides };
  const modal = signOffModal(release, step, ports.githubUrl, viewer);
  return modal === undefined ? { kind: 'refused' as const, text: unknown } : { kind: 'modal' as const, modal };
}

/** The sign-off that a person means who names none: one that waits for them, else one on which they can think again, else one that they can take back. */
function meantStep(release: Release, person: string): PlannedStep | undefined {
  const [own] = ownSteps(release, 'sign-off', person);
  const asked = askedSteps(release, 'sign-off').map(({ planned }) => planned);
  return (
    own ??
    asked.find(({ id }) => barredFrom(release, id, person) === undefined) ??
    release.plan.find(({ id }) => mayNotRevoke(release, id, person) === undefined)
  );
}

/** The modal of the sign-off that the person means; of several that are none of theirs, why each is not. */
function modalForAny(ports: Ports, release: Release, person: string, none: string) {
  const meant = meantStep(release, person);
  if (meant !== undefined) return modalFor(ports, release, meant.id, person);
  const waiting = askedSteps(release, 'sign-off').map(({ planned }) => planned);
  const asked = waiting.length > 0 ? waiting : currentSteps(release).filter(({ kind }) => kind === 'sign-off');
  const [only, second] = asked;
  if (only === undefined) return { kind: 'refused' as const, text: none };
  if (second === undefined) return modalFor(ports, release, only.id, person);
  const refused = asked.map((planned) => {
    const barred = barredFrom(release, planned.id, person);
    return { planned, barred, sentence: barred === undefined ? unknown : refusedText(barred, release, planned.id) };
  });
  const unlinked = refused.find(({ barred }) => barred?.refused === 'identity_unknown')?.barred;
  const { release: command } = ports.slipway().commands;
  return { kind: 'refused' as const, text: refusalWithLink(unlinked, noneOwnText(release, refused), command) };
}

/** What the decision was made on has turned: it is shown anew with what turned, and with the comment as it was typed. */
function turned(ports: Ports, person: string, release: Release, shown: SignOffShown, comment: string): Answer {
  const planned = plannedStep(release, shown.step);
  const changes = planned === undefined ? [] : turnedSince(release, planned, shown.evidence ?? '');
  const view = signOffModal(release, shown.step, ports.githubUrl, {
    person,
    revokes: mayNotRevoke(release, shown.step, person) === undefined,
    turned: changes.map(({ what, now }) => `• ${inertLine(what, 160)}: ${inertLine(now, 300)}`),
    again: (shown.again ?? 0) + 1,
    comment,
  });
  return { kind: 'update', view: view ?? noticeModal('Sign-off', unknown) };
}

async function revoked(
  ports: Ports,
  asked: SubmissionContext,
  release: Release,
  step: string,
  reason: string,
): Promise<Answer> {
  const executed = await ports.execute(
    release.id,
    { type: 'RevokeSignature', step, by: asked.person, reason },
    asked.cause,
  );
  if (executed.kind !== 'refused') return { kind: 'close' };
  const sentence = refusedPlain(executed.refusal, ports.nameOf, executed.release ?? release, step);
  return { kind: 'errors', errors: { [commentBlock]: sentence } };
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
  if (form.kind === 'revoked') return await revoked(ports, asked, release, shown.step, form.reason);
  const { decision, comment } = form;
  const { step, subject, evidence } = shown;
  const executed = await ports.execute(
    release.id,
    { type: 'SignOff', step, by: asked.person, decision, subject, evidence, ...(comment === '' ? {} : { comment }) },
    asked.cause,
  );
  if (executed.kind !== 'refused') return { kind: 'close' };
  const now = executed.release ?? release;
  const { refusal } = executed;
  if (refusal.refused === 'stale_subject') return { kind: 'update', view: staleModal(now, shown, ports.githubUrl) };
  if (refusal.refused === 'stale_evidence') return turned(ports, asked.person, now, shown, comment);
  if (refusal.refused === 'already_done' || refusal.refused === 'not_current')
    return notice('Not signed', refusedText(refusal, now, step));
  const why = withCommand(refusedPlain(refusal, ports.nameOf, now, step), ports.slipway().commands.release);
  return { kind: 'errors', errors: { [decisionBlock(subject, shown.again)]: why } };
}

/** The card is the same for all: who has signed nothing that can be taken back is told so. */
async function opensRevocation(ports: Ports, asked: ActionContext): Promise<void> {
  const clicked = await clickedRelease(ports.execute, asked);
  if (clicked === undefined) return;
  const { release, planned } = clicked;
  const own = release.plan.find((p) => mayNotRevoke(release, p.id, asked.person) === undefined);
  if (own === undefined) {
    const why = planned === undefined ? undefined : mayNotRevoke(release, planned.id, asked.person);
    return await asked.respond(why === undefined ? unknown : refusedText(why, release, planned?.id));
  }
  const signs = barredFrom(release, own.id, asked.person) === undefined;
  const viewer = { person: asked.person, revokes: true, signs };
  await showModal(asked, signOffModal(release, own.id, ports.githubUrl, viewer) ?? noticeModal('Sign-off', unknown));
}

/** Somebody of a role approves, rejects or asks for changes: by the button of the card or the ask, or by `/release sign-off`. */
export function signOffStory(ports: Ports): Story {
  const word: Word = {
    word: 'sign-off',
    usage: 'sign-off [component]',
    says: 'Opens the sign-off that the release waits for.',
    opens: true,
    async run(asked) {
      const typed = await typedRelease(ports, 'sign-off', asked);
      if (typed === undefined) return;
      const { release } = typed;
      const none = `No sign-off of ${inertLine(release.component.name)} ${release.semver} is waited for now. \`${asked.command} status\` says what is.`;
      const shown = modalForAny(ports, release, asked.person, none);
      if (shown.kind === 'refused') return await asked.respond(shown.text);
      await asked.open(shown.modal);
    },
  };
  return {
    words: [word],
    opens: {
      async [actionIds.signOff](asked) {
        const clicked = await clickedRelease(ports.execute, asked);
        if (clicked === undefined) return;
        const { release, planned } = clicked;
        if (planned !== undefined && !('sign-off' in planned.step)) return await asked.respond(unknown);
        const shown =
          planned === undefined
            ? modalForAny(ports, release, asked.person, unknown)
            : modalFor(ports, release, planned.id, asked.person);
        if (shown.kind === 'refused') return await asked.respond(shown.text);
        await showModal(asked, shown.modal);
      },
      [actionIds.revoke]: (asked) => opensRevocation(ports, asked),
    },
    submissions: { [signOffIds.view]: (asked) => submitted(ports, asked) },
  };
}
