import type { Execute } from '../execute.ts';
import { isRefusal } from '../release/decide.ts';
import { decidePerson } from '../release/decide-person.ts';
import { deploysIn, windowFor } from '../release/deploy-window.ts';
import { mayNotDo } from '../release/entitlement.ts';
import type { PlannedStep } from '../release/plan.ts';
import { isRunning, plannedStep, type Release, stepState } from '../release/release.ts';
import { actionIds } from '../views/action-ids.ts';
import { inertLine } from '../views/escape.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { refusedPlain, refusedText } from '../views/refused-text.ts';
import { readTarget } from '../views/target.ts';
import { lengthTyped, readWindowForm, windowIds, windowModal } from '../views/window-modal.ts';
import { anyReason } from './any-reason.ts';
import { formWord, openClickedForm } from './form-of-release.ts';
import { notRunning } from './not-running.ts';
import type { RunningReleases } from './running-release.ts';
import type { Answer, Story, SubmissionContext } from './story.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  nameOf(person: string): string;
}

/** The window that is meant: the clicked one, that of the clicked deployment, else the first in which something is still to be deployed. */
function windowMeant(release: Release, person: string, clicked?: PlannedStep): PlannedStep | undefined {
  if (clicked !== undefined) return clicked.kind === 'window' ? clicked : windowFor(release, clicked);
  const ahead = release.plan.filter(
    ({ id, kind }) =>
      kind === 'window' && deploysIn(release, id).some((p) => stepState(release, p.id).status !== 'done'),
  );
  return ahead.find((planned) => mayNotDo(release, planned, person) === undefined) ?? ahead[0];
}

/** The form, or the sentence why there is none. */
function formFor(release: Release, person: string, clicked?: PlannedStep) {
  const refused = (text: string) => ({ kind: 'refused' as const, text });
  if (!isRunning(release)) return refused(notRunning(release));
  const planned = windowMeant(release, person, clicked);
  if (planned === undefined)
    return refused(
      `${inertLine(release.component.name)} ${release.semver} keeps to no window that could be scheduled now.`,
    );
  const [from, until] = [new Date(0), new Date(1)]; // whatever the times will be
  const asked = { type: 'ScheduleWindow', step: planned.id, by: person, from, until, reason: anyReason } as const;
  const decided = decidePerson(release, asked);
  if (isRefusal(decided)) return refused(refusedText(decided, release, planned.id));
  return { kind: 'form' as const, modal: windowModal(release, planned) };
}

const wrong = (block: string, sentence: string): Answer => ({ kind: 'errors', errors: { [block]: sentence } });

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const target = readTarget(asked.view.privateMetadata);
  if (target?.step === undefined)
    return { kind: 'update', view: noticeModal('The window', 'Slipway no longer knows this release.') };
  const { from, lasts, reason } = readWindowForm(asked.view.values);
  const length = lengthTyped(lasts);
  if (from === undefined) return wrong(windowIds.from, 'Choose when it opens.');
  if (length === undefined) return wrong(windowIds.lasts, 'Write a number with m, h or d, such as 45m, 2h or 1d.');
  const until = new Date(from.getTime() + length);
  const { release: id, step } = target;
  const command = { type: 'ScheduleWindow' as const, step, by: asked.person, from, until, reason: reason ?? '' };
  const executed = await ports.execute(id, command, asked.cause);
  if (executed.kind !== 'refused') return { kind: 'close' };
  const { refusal, release } = executed;
  const planned = release === undefined ? undefined : plannedStep(release, step);
  if (release !== undefined && !isRunning(release))
    return { kind: 'update', view: noticeModal('The window', notRunning(release)) };
  if (refusal.refused !== 'reason_missing')
    return wrong(windowIds.from, refusedPlain(refusal, ports.nameOf, release, step));
  if (reason !== undefined || release === undefined || planned === undefined)
    return wrong(windowIds.reason, refusal.sentence);
  const notice = 'Somebody has scheduled it since you opened this form. To move it, say why.';
  return { kind: 'update', view: windowModal(release, planned, { from, lasts, notice }) };
}

/** Those entitled say when a release may be deployed, or move that: by the button of the card or the ask, or by `/release window`. */
export function scheduleWindowStory(ports: Ports): Story {
  const word = formWord(
    ports,
    {
      word: 'window',
      usage: 'window [component]',
      says: 'Schedules when the release may be deployed, or moves that with a reason.',
    },
    formFor,
  );
  return {
    words: [word],
    opens: {
      [actionIds.scheduleWindow]: (asked) => openClickedForm(ports, asked, formFor),
    },
    submissions: { [windowIds.view]: (asked) => submitted(ports, asked) },
  };
}
