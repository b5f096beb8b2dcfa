import type { Execute } from '../execute.ts';
import { currentSteps, isRunning, plannedStep, type Release, stepState } from '../release/release.ts';
import { runsOnGitHub } from '../release/runs-on-github.ts';
import { titleOf } from '../release/waiting.ts';
import { actionIds } from '../views/action-ids.ts';
import { stuckChecks } from '../views/check-buttons.ts';
import { inertLine } from '../views/escape.ts';
import { refusedText } from '../views/refused-text.ts';
import { clickedRelease } from './clicked-release.ts';
import { notRunning } from './not-running.ts';
import type { RunningReleases } from './running-release.ts';
import type { Story } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
}

/** The checks that are meant where none is named: those that do not pass, else all that are waited for. */
function meantChecks(release: Release): readonly string[] {
  const stuck = stuckChecks(release);
  const waited = currentSteps(release).filter(
    (p) => p.kind === 'check' && stepState(release, p.id).status === 'active',
  );
  return (stuck.length > 0 ? stuck : waited).map(({ id }) => id);
}

/** Asks to have checks run and read again, and says of each what came of asking. */
async function rerun(ports: Ports, release: Release, by: string, cause: string, step?: string): Promise<string> {
  if (!isRunning(release)) return notRunning(release);
  const checks = step === undefined ? meantChecks(release) : [step];
  const answers = new Set<string>();
  for (const [n, one] of checks.entries()) {
    const executed = await ports.execute(release.id, { type: 'RerunCheck', step: one, by }, `${cause}:${n}`);
    const planned = plannedStep(release, one);
    const title = `*${inertLine(planned === undefined ? one : titleOf(release, planned), 160)}*`;
    const then =
      planned !== undefined && runsOnGitHub(planned.step)
        ? ', and what failed of it on GitHub is run again. The thread tells what came of it.'
        : '. It runs nothing on GitHub that could be run again: what it finds has to be mended.';
    answers.add(
      executed.kind === 'refused'
        ? refusedText(executed.refusal, executed.release ?? release, one)
        : `🔁 ${title} is read again${then}`,
    );
  }
  if (answers.size === 0) return 'The release waits for no check at this moment, so there is nothing to run again.';
  return [...answers].join('\n');
}

/** Somebody entitled has a check run and read again: by the Re-run button, or by `/release re-run`. */
export function rerunCheckStory(ports: Ports): Story {
  const word: Word = {
    word: 're-run',
    usage: 're-run [component]',
    says: 'Reads the checks that do not pass again, and runs again what failed of them on GitHub.',
    async run(asked) {
      const typed = await typedRelease(ports, 're-run', asked);
      if (typed !== undefined) await asked.respond(await rerun(ports, typed.release, asked.person, asked.cause));
    },
  };
  return {
    words: [word],
    actions: {
      async [actionIds.rerun](asked) {
        const clicked = await clickedRelease(ports.execute, asked);
        if (clicked === undefined) return;
        await asked.respond(await rerun(ports, clicked.release, asked.person, asked.cause, clicked.target.step));
      },
    },
  };
}
