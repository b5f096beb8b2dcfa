import { context, section } from './blocks.ts';
import type { MessageView } from './message.ts';

interface Told {
  readonly usage: string;
  readonly says: string;
}

/** All words of the slash command. */
export function helpMessage(command: string, words: readonly Told[]): MessageView {
  return {
    text: `What ${command} can do`,
    blocks: [
      section(`*What ${command} can do*`, ...words.map(({ usage, says }) => `\`${command} ${usage}\`  ${says}`)),
      context('Answers to these are seen only by you; the release card and its thread are seen by the channel.'),
    ],
  };
}
