import { finale } from './finale.ts';
import { type Hand, type HandDeed, tellNews } from './hand.ts';
import { onGitHub } from './hand-github.ts';
import { type HandLine, handHelp } from './hand-lines.ts';
import { as, see } from './hand-look.ts';
import { click, close, fill, no, submit, type, yes } from './hand-slack.ts';
import { calm } from './pace.ts';
import { play } from './player.ts';

const deeds: Readonly<Record<string, HandDeed>> = {
  as,
  see,
  type,
  click,
  yes,
  no,
  fill,
  submit,
  close,
  async github(hand, rest) {
    await onGitHub(hand, hand.person.name, rest, hand.patience);
    await calm(hand.scene.slack);
  },
  async play(hand) {
    await play(hand);
    await finale(hand);
  },
  async help({ screen }) {
    screen.line(`\n${handHelp}`);
  },
};

const quiet = new Set(['see', 'help', 'as', 'fill', 'no', 'close']); // nothing happens to the release by these

/** Does what a line says and tells what comes of it. Mistakes are told as sentences. */
export async function doLine(hand: Hand, { word, rest }: HandLine): Promise<void> {
  const deed = Object.hasOwn(deeds, word) ? deeds[word] : undefined;
  try {
    if (deed === undefined) throw new Error(`“${word}” is not known here: help lists what is.`);
    await deed(hand, rest);
    if (!quiet.has(word)) await tellNews(hand);
  } catch (error) {
    hand.screen.sorry(error instanceof Error ? error.message : String(error));
  }
}
