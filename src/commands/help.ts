import { helpMessage } from '../views/help-message.ts';
import type { Story } from './story.ts';
import type { Word } from './word.ts';

/** `/release help`, and `/release` alone. */
export function helpStory(words: () => readonly Word[]): Story {
  const help: Word = {
    word: 'help',
    usage: 'help',
    says: 'Shows this list.',
    looks: true,
    run: async ({ command, respond }) => await respond(helpMessage(command, words())),
  };
  return { words: [help] };
}
