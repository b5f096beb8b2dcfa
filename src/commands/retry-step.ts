import type { Execute } from '../execute.ts';
import { currentSteps, plannedStep, type Release, stepState } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { actionIds } from '../views/action-ids.ts';
import { inertLine } from '../views/escape.ts';
import { refusedText } from '../views/refused-text.ts';
import { answerDone } from './answer-done.ts';
import { clickedRelease } from './clicked-release.ts';
import type { RunningReleases } from './running-release.ts';
import type { Story } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  readonly githubUrl: string;
}

/** Retries what failed, and says what came of it. A click on a Retry that somebody else pressed before is answered as that. */
async function retry(ports: Ports, release: Release, by: string, cause: string, step?: string, attempt?: number) {
  const title = (of: Release, id: string): string => {
    const planned = plannedStep(of, id);
    return `*${inertLine(planned === undefined ? id : titleOf(of, planned), 160)}*`;
  };
  if (
    step !== undefined &&
    attempt !== undefined &&
    plannedStep(release, step) !== undefined &&
    stepState(release, step).attempt > attempt
  )
    return { release, sentence: `${title(release, step)} was retried already.`, done: false };
  const failed = step ?? currentSteps(release).find((p) => stepState(release, p.id).status === 'failed')?.id;
  const executed = await ports.execute(release.id, { type: 'RetryStep', by, step }, cause);
  if (executed.kind === 'refused')
    return { release, sentence: refusedText(executed.refusal, executed.release ?? release, failed), done: false };
  const what = failed === undefined ? 'It' : title(executed.release, failed);
  const paused = executed.release.status === 'paused' ? ' The release stays paused until the rest is settled.' : '';
  const planned = failed === undefined ? undefined : plannedStep(executed.release, failed);
  const again =
    planned !== undefined && 'deploy' in planned.step
      ? 'is asked for again: it starts once somebody presses Deploy anew.'
      : 'is tried again.';
  return { release: executed.release, sentence: `🔁 ${what} ${again}${paused}`, done: true };
}

/** Those who run the release try again what failed: by the Retry button, or by `/release retry`. */
export function retryStepStory(ports: Ports): Story {
  const word: Word = {
    word: 'retry',
    usage: 'retry [component]',
    says: 'Tries again what failed.',
    async run(asked) {
      const typed = await typedRelease(ports, 'retry', asked);
      if (typed === undefined) return;
      const { sentence } = await retry(ports, typed.release, asked.person, asked.cause);
      await asked.respond(sentence);
    },
  };
  return {
    words: [word],
    actions: {
      async [actionIds.retry](asked) {
        const clicked = await clickedRelease(ports.execute, asked);
        if (clicked === undefined) return;
        const { step, attempt } = clicked.target;
        const { release, sentence, done } = await retry(
          ports,
          clicked.release,
          asked.person,
          asked.cause,
          step,
          attempt,
        );
        if (done) await answerDone(asked, release, sentence, ports.githubUrl);
        else await asked.respond(sentence);
      },
    },
  };
}
