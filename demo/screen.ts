import { styleText } from 'node:util';
import { wrapped } from './slack-text.ts';

/** The terminal that the demo tells its story on. */
export interface Screen {
  /** A chapter begins. */
  readonly heading: (text: string) => void;
  /** The storyteller's words. */
  readonly tells: (text: string) => void;
  /** Somebody does something; more of it on lines of its own. */
  readonly does: (who: string, what: string, more?: readonly string[]) => void;
  /** Something of Slack's or GitHub's, with a border on its left. */
  readonly shows: (where: string, text: string) => void;
  /** As it is. */
  readonly line: (text?: string) => void;
  /** What could not be done, and why. */
  readonly sorry: (text: string) => void;
}

const widest = 110;
const narrowest = 50;

/** A screen on a terminal or file; nothing more is written once the show is stopped. */
export function terminal(out: NodeJS.WriteStream, stopped: AbortSignal): Screen {
  const width = (): number => Math.max(narrowest, Math.min(out.columns || widest, widest) - 1);
  const line = (text = ''): void => {
    if (!stopped.aborted) out.write(`${text}\n`);
  };
  const paragraph = (text: string, indent: string, style: Parameters<typeof styleText>[0]): void => {
    for (const one of text.split('\n'))
      for (const part of wrapped(one, width() - indent.length, 0)) line(`${indent}${styleText(style, part)}`);
  };
  return {
    line,
    heading(text) {
      line();
      line(styleText(['bold', 'cyan'], `━━ ${text} ${'━'.repeat(Math.max(0, width() - text.length - 4))}`));
    },
    tells(text) {
      line();
      paragraph(text, '', 'italic');
    },
    does(who, what, more = []) {
      line();
      const [first = '', ...rest] = wrapped(what, width() - who.length - 3, 2);
      line(`${styleText('cyan', '▸')} ${styleText(['bold', 'magenta'], who)} ${first}`);
      for (const part of rest) line(`  ${part}`);
      for (const one of more) for (const part of wrapped(`    ${one}`, width())) line(part);
    },
    shows(where, text) {
      line();
      line(`  ${styleText('dim', where)}`);
      const border = styleText('dim', '  │ ');
      for (const one of text.split('\n'))
        for (const part of wrapped(one, width() - 4)) line(`${border}${part}`.trimEnd());
    },
    sorry(text) {
      line();
      paragraph(text, '', 'red');
    },
  };
}
