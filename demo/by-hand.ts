import { clearLine, createInterface, cursorTo } from 'node:readline';
import type { Story } from './acts.ts';
import { type Hand, tellNews } from './hand.ts';
import { doLine } from './hand-deeds.ts';
import { readLine } from './hand-lines.ts';

const lookMs = 1000; // for so long at most the watch waits for a change before it looks whether it is still wanted

const promptOf = ({ person }: Hand): string => `${person.name}> `;

interface Watch {
  readonly hand: Hand;
  readonly done: AbortSignal;
  /** One thing is told at a time. */
  readonly turn: (work: () => Promise<void>) => Promise<void>;
  /** Shows the prompt again. */
  readonly ready: () => void;
}

/** Tells what happens while nobody types, above the prompt. */
async function watch({ hand, done, turn, ready }: Watch): Promise<void> {
  const { slack } = hand.scene;
  let seen = await slack.changes(-1, 0);
  while (!done.aborted) {
    const now = await slack.changes(seen, lookMs);
    if (now !== seen && !done.aborted)
      await turn(async () => {
        let told = false;
        await tellNews(hand, () => {
          told = true;
          clearLine(process.stdout, 0);
          cursorTo(process.stdout, 0);
        });
        if (told) ready();
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
  const done = new AbortController();
  lines.on('SIGINT', interrupted);
  lines.on('close', () => done.abort());
  let last: Promise<void> = Promise.resolve();
  const turn = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work);
    return last;
  };
  const ready = (): void => {
    if (!terminal) return;
    story.screen.line();
    lines.setPrompt(promptOf(hand));
    lines.prompt(true);
  };
  const watching = !terminal
    ? undefined
    : watch({ hand, done: done.signal, turn, ready }).catch((error: unknown) => story.screen.sorry(String(error)));
  ready();
  for await (const text of lines) {
    const line = readLine(text);
    if (!terminal && line !== undefined) story.screen.line(`\n${promptOf(hand)}${text.trim()}`);
    if (line?.word === 'quit' || line?.word === 'exit') break;
    if (line !== undefined) await turn(() => doLine(hand, line));
    ready();
  }
  lines.close();
  await watching;
}
