import type { Execute } from '../execute.ts';
import { blockingIssues } from '../release/blocking-issues.ts';
import { mayNotSettle } from '../release/entitlement.ts';
import type { PlannedStep } from '../release/plan.ts';
import { currentSteps, isRunning, type Release, stepState } from '../release/release.ts';
import { actionIds } from '../views/action-ids.ts';
import { inertLine } from '../views/escape.ts';
import { issueBlock, issuesIds, issuesModal, readIssuesForm } from '../views/issues-modal.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { noneOwnText } from '../views/own-step-lines.ts';
import { refusedPlain, refusedText } from '../views/refused-text.ts';
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
  slipway(): { readonly commands: { readonly release: string } };
  nameOf(person: string): string;
}

/** The check whose issues are meant: the one that was clicked, else the first that this person may settle. */
function stepFor(release: Release, person: string, clicked?: PlannedStep): PlannedStep | undefined {
  if (clicked !== undefined) return clicked;
  const waiting = currentSteps(release).filter(({ id }) => blockingIssues(stepState(release, id)).length > 0);
  return waiting.find((planned) => mayNotSettle(release, planned, person) === undefined) ?? waiting[0];
}

/** Why none of several checks is the person's to settle; undefined where one was clicked, or only one is stopped. */
function refusedEach(release: Release, person: string, clicked?: PlannedStep): string | undefined {
  const stopped = currentSteps(release).filter(({ id }) => blockingIssues(stepState(release, id)).length > 0);
  if (clicked !== undefined || stopped.length < 2) return undefined;
  return noneOwnText(
    release,
    stopped.flatMap((planned) => {
      const barred = mayNotSettle(release, planned, person);
      return barred === undefined ? [] : [{ planned, sentence: refusedText(barred, release, planned.id) }];
    }),
  );
}

/** The form, or the sentence why there is none. */
function formFor(
  ports: Ports,
  release: Release,
  person: string,
  { clicked, first = [] }: { readonly clicked?: PlannedStep | undefined; readonly first?: readonly number[] },
) {
  const refused = (text: string) => ({ kind: 'refused' as const, text });
  if (!isRunning(release)) return refused(notRunning(release));
  const planned = stepFor(release, person, clicked);
  if (planned === undefined || blockingIssues(stepState(release, planned.id)).length === 0)
    return refused(
      `No open issue stops ${inertLine(release.component.name)} ${release.semver} now, as far as GitHub was last read.`,
    );
  const barred = mayNotSettle(release, planned, person);
  if (barred !== undefined)
    return refused(refusedEach(release, person, clicked) ?? refusedText(barred, release, planned.id));
  if (release.status === 'paused') return refused('The release is paused. Resume it first.');
  const { commands } = ports.slipway();
  return { kind: 'form' as const, modal: issuesModal(release, planned, { first, command: commands.release }) };
}

/** Where the sentence of a refusal stands: at the reason where that is missing, else at the first choice. */
function errorAt(code: string, chosen: readonly { readonly number: number }[]): string {
  const [first] = chosen;
  return code === 'reason_missing' || first === undefined ? issuesIds.reason : issueBlock(first.number);
}

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const target = readTarget(asked.view.privateMetadata);
  if (target?.step === undefined)
    return { kind: 'update', view: noticeModal('Settle issues', 'Slipway no longer knows this release.') };
  const { chosen, reason } = readIssuesForm(asked.view.values);
  const issues = chosen.map((one) => ({ ...one, reason }));
  const command = { type: 'SettleIssues' as const, step: target.step, by: asked.person, issues };
  const executed = await ports.execute(target.release, command, asked.cause);
  if (executed.kind !== 'refused') return { kind: 'close' };
  const { refusal, release } = executed;
  if (release !== undefined && !isRunning(release))
    return { kind: 'update', view: noticeModal('Settle issues', notRunning(release)) };
  const sentence = refusedPlain(refusal, ports.nameOf, release, target.step);
  return { kind: 'errors', errors: { [errorAt(refusal.refused, chosen)]: sentence } };
}

/** Those entitled close or defer the issues that stop a release, with a reason that goes to GitHub. */
export function settleIssuesStory(ports: Ports): Story {
  const word: Word = {
    word: 'issues',
    usage: 'issues [component] [number]',
    says: 'Closes or defers the open issues that stop the release, with a reason.',
    opens: true,
    async run(asked) {
      const typed = await typedRelease(ports, 'issues', asked);
      if (typed === undefined) return;
      const first = typed.rest.map((word) => Number(word.replace(/^#/, ''))).filter(Number.isSafeInteger);
      const form = formFor(ports, typed.release, asked.person, { first });
      if (form.kind === 'refused') return await asked.respond(form.text);
      await asked.open(form.modal);
    },
  };
  return {
    words: [word],
    opens: {
      async [actionIds.settleIssues](asked) {
        const clicked = await clickedRelease(ports.execute, asked);
        if (clicked === undefined) return;
        const form = formFor(ports, clicked.release, asked.person, { clicked: clicked.planned });
        if (form.kind === 'refused') return await asked.respond(form.text);
        await showModal(asked, form.modal);
      },
    },
    submissions: { [issuesIds.view]: (asked) => submitted(ports, asked) },
  };
}
