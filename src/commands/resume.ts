import type { Execute } from '../execute.ts';
import type { Release } from '../release/release.ts';
import { actionIds } from '../views/action-ids.ts';
import { inertLine } from '../views/escape.ts';
import { refusedText } from '../views/refused-text.ts';
import { clickedRelease } from './clicked-release.ts';
import type { RunningReleases } from './running-release.ts';
import type { Story } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
}

async function resume(ports: Ports, release: Release, by: string, cause: string): Promise<string> {
  const executed = await ports.execute(release.id, { type: 'Resume', by }, cause);
  if (executed.kind === 'refused') return refusedText(executed.refusal, executed.release ?? release);
  return `▶️ ${inertLine(release.component.name)} ${release.semver} goes on.`;
}

/** Those who run a paused release let it go on: by the card's button, or by `/release resume`. */
export function resumeStory(ports: Ports): Story {
  const word: Word = {
    word: 'resume',
    usage: 'resume [component]',
    says: 'Lets a paused release go on.',
    async run(asked) {
      const typed = await typedRelease(ports, 'resume', asked);
      if (typed !== undefined) await asked.respond(await resume(ports, typed.release, asked.person, asked.cause));
    },
  };
  return {
    words: [word],
    actions: {
      async [actionIds.resume](asked) {
        const clicked = await clickedRelease(ports.execute, asked);
        if (clicked !== undefined) await asked.respond(await resume(ports, clicked.release, asked.person, asked.cause));
      },
    },
  };
}
