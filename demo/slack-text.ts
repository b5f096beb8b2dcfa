import { stripVTControlCharacters, styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

const emoji: Readonly<Record<string, string>> = {
  ':hourglass_flowing_sand:': '⏳',
  ':point_right:': '👉',
  ':warning:': '⚠️',
};

const eachWord = (style: Style, text: string): string =>
  text
    .split(' ')
    .map((word) => styleText(style, word))
    .join(' '); // word by word, so that a line may be broken between them

const sideBySide = 90; // characters

/** Short choices of one question stand side by side. */
function side(question: string): string {
  const line = question.replaceAll('\n', '   ');
  return line.length <= sideBySide ? line : question;
}

/** What a person reads in Slack, for a terminal: bold is bold, addresses of links are left out, emoji are shown. */
export function forTerminal(rendered: string, buttons: readonly string[] = []): string {
  const plain = rendered
    .replaceAll(/ \((https?:\/\/[^\s)]+)\)/g, '')
    .replaceAll(/:[a-z_]+:/g, (name) => emoji[name] ?? name)
    .replaceAll(/^---$/gm, '╌╌╌')
    .replaceAll(/^.*(?:\n[○●] .*)+/gm, side)
    .replaceAll(/\n(?=\*[^*\n]+\*\n)/g, '\n\n'); // air above what Slack shows as a heading
  return plain
    .split('\n')
    .map((line) => (/^(📖|🔗)/u.test(line) ? eachWord('dim', line) : styled(line, buttons)))
    .join('\n');
}

function styled(line: string, buttons: readonly string[]): string {
  const bold = line
    .replaceAll(/\*([^*\s](?:[^*]*[^*\s])?)\*/g, (_, text: string) => eachWord('bold', text))
    .replaceAll(/`([^`]+)`/g, (_, text: string) => styleText('yellow', `\`${text}\``));
  return buttons.reduce((text, button) => text.replaceAll(`[${button}]`, eachWord('green', `[${button}]`)), bold);
}

const widthOf = (text: string): number => stripVTControlCharacters(text).length;

/** Breaks a line between words; what follows is set in by `hang` characters more. */
export function wrapped(line: string, width: number, hang = 2): readonly string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = indent;
  for (const word of line.trim().split(' ')) {
    const empty = current.trim() === '';
    if (!empty && widthOf(current) + 1 + widthOf(word) > width) {
      lines.push(current);
      current = `${indent}${' '.repeat(hang)}${word}`;
    } else current = empty ? `${current}${word}` : `${current} ${word}`;
  }
  return [...lines, current];
}
