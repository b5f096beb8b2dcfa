import type { Execute } from '../execute.ts';
import { isRefusal } from '../release/decide.ts';
import { decidePerson } from '../release/decide-person.ts';
import type { Release } from '../release/release.ts';
import { actionIds } from '../views/action-ids.ts';
import { inertLine } from '../views/escape.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { pinnedBranch } from '../views/pinned-lines.ts';
import { readReasonForm, reasonIds, reasonModal } from '../views/reason-modal.ts';
import { refusedPlain, refusedText } from '../views/refused-text.ts';
import { readTarget } from '../views/target.ts';
import { anyReason } from './any-reason.ts';
import { openClickedForm } from './form-of-release.ts';
import type { RunningReleases } from './running-release.ts';
import type { Answer, Story, SubmissionContext } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  nameOf(person: string): string;
}

/** The step that pins what the release releases: the last one, should there be several. */
function pinOf(release: Release): string | undefined {
  return release.plan.findLast(({ id }) => pinnedBranch(release, id) !== undefined)?.id;
}

/** The form that pins the release's commit anew, or why the person cannot have that. */
function formFor(release: Release, person: string, typed = '') {
  const refused = (text: string) => ({ kind: 'refused' as const, text });
  const step = pinOf(release);
  if (step === undefined)
    return refused(`The playbook of ${inertLine(release.component.name)} ${release.semver} pins no commit.`);
  const decided = decidePerson(release, { type: 'Repin', step, by: person, reason: anyReason });
  if (isRefusal(decided)) return refused(refusedText(decided, release, step));
  return { kind: 'form' as const, modal: reasonModal('repin', release, typed, step) };
}

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const target = readTarget(asked.view.privateMetadata);
  if (target?.step === undefined)
    return { kind: 'update', view: noticeModal('Pin anew', 'Slipway no longer knows this release.') };
  const { release, step } = target;
  const reason = readReasonForm(asked.view.values);
  const executed = await ports.execute(release, { type: 'Repin', step, by: asked.person, reason }, asked.cause);
  if (executed.kind !== 'refused') return { kind: 'close' };
  const sentence = refusedPlain(executed.refusal, ports.nameOf, executed.release, step);
  return { kind: 'errors', errors: { [reasonIds.reason]: sentence } };
}

/** Those who run a release have the pinned commit read anew, with a reason: by `/release repin`, or by the button in Details. */
export function repinStory(ports: Ports): Story {
  const word: Word = {
    word: 'repin',
    usage: 'repin [component] [reason]',
    says: 'Reads the branch of a pinned commit anew: what was signed of the old one is void.',
    opens: true,
    async run(asked) {
      const typed = await typedRelease(ports, 'repin', asked);
      if (typed === undefined) return;
      const form = formFor(typed.release, asked.person, typed.rest.join(' '));
      if (form.kind === 'refused') return await asked.respond(form.text);
      await asked.open(form.modal);
    },
  };
  return {
    words: [word],
    opens: { [actionIds.repin]: (asked) => openClickedForm(ports, asked, (release, by) => formFor(release, by)) },
    submissions: { [reasonIds.repin]: (asked) => submitted(ports, asked) },
  };
}
