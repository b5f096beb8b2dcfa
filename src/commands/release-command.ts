import { nearest } from '../release/nearest.ts';
import { inertLine } from '../views/escape.ts';
import type { Word, WordContext } from './word.ts';

/** What a line of the slash command says: its first word (help where there is none), and the others. */
function readLine(words: readonly Word[], line: string) {
  const [first = 'help', ...args] = line.split(/\s+/).filter((part) => part !== '');
  return { first, args, word: words.find((w) => w.word === first.toLowerCase()) };
}

/** What a line does: a word that is not known only looks, since it is answered by what is. */
export function doesOf(words: readonly Word[], line: string): 'looks' | 'opens' | 'records' {
  const { word } = readLine(words, line);
  if (word === undefined || word.looks === true) return 'looks';
  return word.opens === true ? 'opens' : 'records';
}

/** Runs one line of the slash command, such as `start billing minor`; an empty one is help. */
export async function runLine(words: readonly Word[], line: string, context: Omit<WordContext, 'args'>): Promise<void> {
  const { first, args, word } = readLine(words, line);
  if (word !== undefined) return await word.run({ ...context, args });
  await context.respond(unknownWord(words, { command: context.command, typed: first, args }));
}

function unknownWord(
  words: readonly Word[],
  { command, typed, args }: { command: string; typed: string; args: readonly string[] },
): string {
  const meant = nearest(
    typed,
    words.map((w) => w.word),
  );
  const said = `Slipway does not know “${inertLine(typed, 60)}”.`;
  if (meant === undefined) return `${said} \`${command} help\` lists what it knows.`;
  const line = [command, meant, ...args.map((arg) => inertLine(arg, 60))].join(' ');
  return `${said} Did you mean \`${line}\`?`;
}
