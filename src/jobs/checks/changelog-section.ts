import { shownLines } from './shown-lines.ts';

const version = /(?<![\w.])v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)/;
const hashed = /^ {0,3}(#{1,6})(?=\s)/;
const underlined = /^ {0,3}(?:(=+)|-+)\s*$/;

interface Heading {
  readonly text: string;
  readonly level: number;
  /** Its lines: `# …`, or a text with a line of `===` or `---` below. */
  readonly length: 1 | 2;
}

function headingAt(lines: readonly string[], at: number): Heading | undefined {
  const [line = '', below = ''] = lines.slice(at, at + 2);
  const [all = '', hashes] = hashed.exec(line) ?? [];
  if (hashes !== undefined) return { text: line.slice(all.length).trim(), level: hashes.length, length: 1 };
  const under = /^\s*($|[-*+>|])/.test(line) ? null : underlined.exec(below); // below a list it is a rule
  return under === null ? undefined : { text: line, level: under[1] === undefined ? 2 : 1, length: 2 };
}

/**
 * What a changelog says under the heading of a version, up to the next heading of that level; undefined where it has none.
 * The first version that a heading names is the one that it is of: `## [1.5.0] - 2026-11-21`, `# billing v1.5.0`.
 */
export function changelogSection(markdown: string, wanted: string): string | undefined {
  const lines = [...shownLines(markdown)];
  const section: string[] = [];
  let within: Heading | undefined;
  for (let at = 0; at < lines.length; ) {
    const heading = headingAt(lines, at);
    if (within !== undefined && heading !== undefined && heading.level <= within.level) break;
    if (within === undefined && heading !== undefined && version.exec(heading.text)?.[1] === wanted) within = heading;
    else if (within !== undefined && heading === undefined) section.push(lines[at] ?? '');
    at += heading?.length ?? 1;
  }
  return within === undefined ? undefined : section.join('\n').trim();
}
