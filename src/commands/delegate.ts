import type { Execute } from '../execute.ts';
import type { RefusalCode } from '../release/refusal.ts';
import { isRunning } from '../release/release.ts';
import {
  delegateIds,
  delegateModal,
  delegationsWith,
  readDelegateForm,
  readEnded,
  rolesHeld,
} from '../views/delegate-modal.ts';
import { inertLine } from '../views/escape.ts';
import { mention } from '../views/mentions.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { refusedPlain, refusedText } from '../views/refused-text.ts';
import { readTarget } from '../views/target.ts';
import { inTime } from './in-time.ts';
import { notRunning } from './not-running.ts';
import type { RunningReleases } from './running-release.ts';
import { unfit } from './start-people.ts';
import type { StartPorts } from './start-ports.ts';
import type { ActionContext, Answer, Story, SubmissionContext } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports extends Pick<StartPorts, 'people'> {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  nameOf(person: string): string;
}

const askMs = 900; // Slack waits 3 s for the answer to a form
const unknown = 'Slipway no longer knows this release. Ask for the form again.';

/** At which input a refusal is shown. */
const at: Readonly<Partial<Record<RefusalCode, string>>> = {
  reason_missing: delegateIds.reason,
  not_entitled: delegateIds.role,
};

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const target = readTarget(asked.view.privateMetadata);
  const release = target === undefined ? undefined : await ports.execute.load(target.release);
  const { role, to, until, reason } = readDelegateForm(asked.view.values);
  if (release === undefined || role === undefined)
    return { kind: 'update', view: noticeModal('Hand on a role', unknown) };
  const wrong = (block: string, sentence: string): Answer => ({ kind: 'errors', errors: { [block]: sentence } });
  if (to === undefined) return wrong(delegateIds.to, 'Choose to whom.');
  if (until === undefined) return wrong(delegateIds.until, 'Choose until when.');
  await inTime(ports.people.get(to), askMs);
  const misfit = unfit(ports.people.known(to)?.standing);
  if (misfit !== undefined) return wrong(delegateIds.to, `${ports.nameOf(to)} ${misfit}, so choose somebody else.`);
  const executed = await ports.execute(
    release.id,
    { type: 'Delegate', role, by: asked.person, to, until: until.toISOString(), reason },
    asked.cause,
  );
  if (executed.kind !== 'refused') return { kind: 'close' };
  const { refusal } = executed;
  const now = executed.release ?? release;
  if (!isRunning(now)) return { kind: 'update', view: noticeModal('Hand on a role', notRunning(now)) };
  const late = refusal.refused === 'nothing_to_do' && /time/.test(refusal.sentence);
  const block = at[refusal.refused] ?? (late ? delegateIds.until : delegateIds.to);
  return wrong(block, refusedPlain(refusal, ports.nameOf, now));
}

async function ends(ports: Ports, asked: ActionContext): Promise<void> {
  const which = readEnded(asked.value);
  if (which === undefined) return await asked.respond(unknown);
  const { release: id, role, from, to } = which;
  const executed = await ports.execute(id, { type: 'EndDelegation', role, by: asked.person, from, to }, asked.cause);
  if (executed.kind === 'refused') return await asked.respond(refusedText(executed.refusal, executed.release));
  await asked.update(
    noticeModal('Ended', `${mention(to)} no longer acts for ${mention(from)}. The thread of the release tells it.`),
  );
}

/** Somebody of a role hands it to somebody else for a time, or ends that: by `/release delegate`. */
export function delegateStory(ports: Ports): Story {
  const word: Word = {
    word: 'delegate',
    usage: 'delegate [component]',
    says: 'Hands your role to somebody else until a time, or ends that.',
    opens: true,
    async run(asked) {
      const typed = await typedRelease(ports, 'delegate', asked);
      if (typed === undefined) return;
      const { release } = typed;
      if (!isRunning(release)) return await asked.respond(notRunning(release));
      if (rolesHeld(release, asked.person).length === 0 && delegationsWith(release, asked.person).length === 0)
        return await asked.respond(
          `You hold no role of ${inertLine(`${release.component.name} ${release.semver}`, 120)}, so there is nothing to hand on. \`${asked.command} status\` says who does.`,
        );
      await asked.open(delegateModal(release, asked.person));
    },
  };
  return {
    words: [word],
    actions: { [delegateIds.end]: (asked) => ends(ports, asked) },
    submissions: { [delegateIds.view]: (asked) => submitted(ports, asked) },
  };
}
