import type { Execute } from '../execute.ts';
import { isRefusal } from '../release/decide.ts';
import { decidePerson } from '../release/decide-person.ts';
import { isRunning } from '../release/release.ts';
import { changesToTakeOut } from '../release/take-out.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { refusedPlain, refusedText } from '../views/refused-text.ts';
import { readTakeOutForm, takeOutIds, takeOutModal } from '../views/take-out-modal.ts';
import { readTarget } from '../views/target.ts';
import { anyReason } from './any-reason.ts';
import { notRunning } from './not-running.ts';
import type { RunningReleases } from './running-release.ts';
import type { Answer, Story, SubmissionContext } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  nameOf(person: string): string;
}

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const target = readTarget(asked.view.privateMetadata);
  if (target === undefined)
    return { kind: 'update', view: noticeModal('Take out a change', 'Slipway no longer knows this release.') };
  const form = readTakeOutForm(asked.view.values);
  const command = { type: 'TakeOut' as const, by: asked.person, ...form };
  const executed = await ports.execute(target.release, command, asked.cause);
  if (executed.kind !== 'refused') return { kind: 'close' };
  const { refusal, release } = executed;
  if (release !== undefined && !isRunning(release))
    return { kind: 'update', view: noticeModal('Take out a change', notRunning(release)) };
  const sentence = refusedPlain(refusal, ports.nameOf, release);
  const at = refusal.refused === 'reason_missing' ? takeOutIds.reason : takeOutIds.change;
  return { kind: 'errors', errors: { [at]: sentence } };
}

/** Those who run a release have one of its changes taken out again before it is merged. */
export function takeOutStory(ports: Ports): Story {
  const word: Word = {
    word: 'take-out',
    usage: 'take-out [component] [pull request]',
    says: 'Takes a change out of the release by a pull request that reverts it, with a reason.',
    opens: true,
    async run(asked) {
      const typed = await typedRelease(ports, 'take-out', asked);
      if (typed === undefined) return;
      const { release, rest } = typed;
      const number = Number((rest[0] ?? '').replace(/^#/, ''));
      const wanted = Number.isSafeInteger(number) && number > 0 ? number : undefined;
      const change = wanted ?? changesToTakeOut(release)[0]?.number ?? 0;
      const decided = decidePerson(release, { type: 'TakeOut', by: asked.person, change, reason: anyReason });
      if (!isRefusal(decided)) return void (await asked.open(takeOutModal(release, wanted)));
      const none = wanted === undefined && change === 0 && decided.refused === 'nothing_to_do';
      await asked.respond(
        none ? 'This release carries no pull request that could be taken out.' : refusedText(decided, release),
      );
    },
  };
  return { words: [word], submissions: { [takeOutIds.view]: (asked) => submitted(ports, asked) } };
}
