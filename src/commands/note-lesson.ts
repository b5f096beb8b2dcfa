import type { Execute } from '../execute.ts';
import { retrospectiveOf } from '../release/lessons.ts';
import { inertLine } from '../views/escape.ts';
import { refusedText } from '../views/refused-text.ts';
import { type RecentReleases, recentRelease } from './recent-release.ts';
import type { Story } from './story.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RecentReleases;
}

/** Everybody may note a lesson while a release runs, and afterwards as long as there is an issue that it goes to. */
export function noteLessonStory(ports: Ports): Story {
  const word: Word = {
    word: 'note',
    usage: 'note [component] <text>',
    says: 'Notes a lesson for the retrospective.',
    async run(asked) {
      const typed = await recentRelease(ports, 'note', asked);
      if (typed === undefined) return;
      const text = typed.rest.join(' ');
      const { id, component, semver } = typed.release;
      const executed = await ports.execute(id, { type: 'NoteLesson', by: asked.person, text }, asked.cause);
      if (executed.kind === 'refused')
        return await asked.respond(refusedText(executed.refusal, executed.release ?? typed.release));
      const issue = retrospectiveOf(executed.release);
      const where = issue === undefined ? 'its retrospective' : `issue #${issue.number}`;
      await asked.respond(`📝 Noted for ${where}: ${inertLine(component.name)} ${semver}.`);
    },
  };
  return { words: [word] };
}
