import type { Execute } from '../execute.ts';
import { isRefusal } from '../release/decide.ts';
import { decidePerson } from '../release/decide-person.ts';
import { waiversOf } from '../release/entitlement.ts';
import type { PlannedStep } from '../release/plan.ts';
import { currentSteps, isRunning, plannedStep, type Release, stepState } from '../release/release.ts';
import { actionIds } from '../views/action-ids.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { refusedPlain, refusedText } from '../views/refused-text.ts';
import { readTarget } from '../views/target.ts';
import { readWaiveForm, waiveIds, waiveModal } from '../views/waive-modal.ts';
import { formWord, openClickedForm } from './form-of-release.ts';
import { notRunning } from './not-running.ts';
import type { RunningReleases } from './running-release.ts';
import type { Answer, Story, SubmissionContext } from './story.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  nameOf(person: string): string;
}

/** The sentence why the person cannot waive this check now; undefined where they can. */
function barredFrom(release: Release, { id }: PlannedStep, by: string): string | undefined {
  const { attempt } = stepState(release, id);
  const decided = decidePerson(release, {
    type: 'WaiveCheck',
    step: id,
    by,
    attempt,
    reason: 'a reason of some words',
  });
  return isRefusal(decided) ? refusedText(decided, release, id) : undefined;
}

/** The form with the checks that the person may waive, or the sentence why there is none. */
function formFor(release: Release, person: string, clicked?: PlannedStep, before?: { reason: string; notice: string }) {
  const refused = (text: string) => ({ kind: 'refused' as const, text });
  if (!isRunning(release)) return refused(notRunning(release));
  const barred = clicked === undefined ? undefined : barredFrom(release, clicked, person);
  if (barred !== undefined) return refused(barred);
  const checks = currentSteps(release).filter(({ kind }) => kind === 'check');
  const own = checks.filter((p) => barredFrom(release, p, person) === undefined);
  if (own.length > 0)
    return { kind: 'form' as const, modal: waiveModal(release, own, { chosen: clicked?.id, ...before }) };
  const first = checks.find((p) => waiversOf(release, p).length > 0) ?? checks[0];
  const why = first === undefined ? undefined : barredFrom(release, first, person);
  return refused(why ?? 'The release waits for no check at this moment, so there is nothing to waive.');
}

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const target = readTarget(asked.view.privateMetadata);
  const release = target === undefined ? undefined : await ports.execute.load(target.release);
  const form = release === undefined ? undefined : readWaiveForm(release, asked.view.values);
  const step = form?.step ?? target?.step;
  const attempt = form?.attempt ?? target?.attempt;
  if (release === undefined || form === undefined || step === undefined || attempt === undefined)
    return {
      kind: 'update',
      view: noticeModal('Waive a check', 'Slipway no longer knows this check. Open the form again from the card.'),
    };
  const executed = await ports.execute(
    release.id,
    { type: 'WaiveCheck', step, by: asked.person, attempt, reason: form.reason },
    asked.cause,
  );
  if (executed.kind !== 'refused') return { kind: 'close' };
  const now = executed.release ?? release;
  const sentence = refusedPlain(executed.refusal, ports.nameOf, now, step);
  if (executed.refusal.refused === 'stale_subject') {
    const again = formFor(now, asked.person, plannedStep(now, step), { reason: form.reason, notice: sentence });
    if (again.kind === 'form') return { kind: 'update', view: again.modal };
  }
  return { kind: 'errors', errors: { [waiveIds.reason]: sentence } };
}

/** Somebody whom the playbook entitles lets the release go on without a check that does not pass, with the reason. */
export function waiveCheckStory(ports: Ports): Story {
  const word = formWord(
    ports,
    {
      word: 'waive',
      usage: 'waive [component]',
      says: 'Lets the release go on without a check, with the reason, where the playbook lets you.',
    },
    formFor,
  );
  return {
    words: [word],
    opens: {
      [actionIds.waive]: (asked) => openClickedForm(ports, asked, formFor),
    },
    submissions: { [waiveIds.view]: (asked) => submitted(ports, asked) },
  };
}
