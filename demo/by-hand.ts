import { clearLine, createInterface, cursorTo } from 'node:readline';
import type { Story } from './acts.ts';
import { doLine, type Hand, tellNews } from './hand.ts';
import { readLine } from './hand-lines.ts';

const promptOf = ({ person }: Hand): string => `${person.name}> `;

/** Tells what happens while nobody types, above the prompt; until the scene closes. */
async function watch(
  hand: Hand,
  turn: (work: () => Promise<void>) => Promise<void>,
  stopped: AbortSignal,
  ready: () => void,
) {
  let seen = await hand.scene.slack.changes(-1, 0);
  while (!stopped.aborted) {
    const now = await hand.scene.slack.changes(seen, 1000);
    if (now !== seen && !stopped.aborted)
      await turn(async () => {
        clearLine(process.stdout, 0);
        cursorTo(process.stdout, 0);
        await tellNews(hand);
        ready();
      });
    seen = now;
  }
}

/** Takes lines until `quit` or the end of the input. On a terminal it also tells what happens meanwhile. */
export async function byHand(story: Story, input: NodeJS.ReadStream, interrupted: () => void): Promise<void> {
  const terminal = input.isTTY === true;
  const hand: Hand = {
    ...story,
    person: story.scene.slack.person('maria'),
    asked: undefined,
    waits: '',
    patience: terminal ? 3000 : 20_000, // who types looks again; a file of lines cannot
  };
  const lines = createInterface({ input, ...(terminal ? { output: process.stdout } : {}), terminal });
  lines.on('SIGINT', interrupted);
  let last: Promise<void> = Promise.resolve();
  const turn = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work);
    return last;
  };
  const ready = (): void => {
    if (!terminal) return;
    lines.setPrompt(`\n${promptOf(hand)}`);
    lines.prompt(true);
  };
  const stopped = new AbortController();
  const watching = terminal ? watch(hand, turn, stopped.signal, ready) : Promise.resolve();
  ready();
  for await (const text of lines) {
    const line = readLine(text);
    if (!terminal && line !== undefined) story.screen.line(`\n${promptOf(hand)}${text.trim()}`);
    if (line?.word === 'quit' || line?.word === 'exit') break;
    if (line !== undefined) await turn(() => doLine(hand, line));
    ready();
  }
  lines.close();
  stopped.abort();
  await watching;
}
