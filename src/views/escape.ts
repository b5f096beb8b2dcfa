import { shortened } from '../release/shortened.ts';

const invisible = '\u200B'; // zero-width space: Slack has no escape for * _ ~ `, a marker that touches one is not a marker

const control: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

/** One character of typed text as it may stand in mrkdwn; `before` and `after` are its neighbours. */
function inertCharacter(character: string, before: string | undefined, after: string | undefined): string {
  const quotes = character === '>' && (before === undefined || before === '\n');
  if (quotes) return `${invisible}&gt;`; // at a line's beginning even &gt; makes a quotation
  const escaped = control[character];
  if (escaped !== undefined) return escaped;
  if (character === '@') return `@${invisible}`; // @channel is a shout wherever Slack still parses names
  const marks =
    '*~`'.includes(character) || (character === '_' && !(isWordCharacter(before) && isWordCharacter(after)));
  return marks ? `${invisible}${character}${invisible}` : character;
}

/**
 * Text that a person, a commit or another system wrote, as it may stand in mrkdwn or in a message's `text`: no mention, link, shout or
 * formatting of it takes effect. Longer ones end in `…` so that the result has at most `most` characters.
 */
export function inert(typed: string, most = 2900): string {
  const characters = [...typed.replaceAll('\u0000', '')];
  let out = '';
  for (const [n, character] of characters.entries()) {
    const next = inertCharacter(character, characters[n - 1], characters[n + 1]);
    if (out.length + next.length > most - (n === characters.length - 1 ? 0 : 1)) return `${out}…`;
    out += next;
  }
  return out;
}

/** Typed text on one line. */
export function inertLine(typed: string, most = 300): string {
  return inert(typed.replaceAll(/\s+/g, ' ').trim(), most);
}

/** Plain text (titles, labels, buttons, options) of at most `most` characters; plain_text interprets nothing, so it only is cut. */
export function cut(text: string, most: number): string {
  return shortened(text.trim(), most);
}

/** A link where the address is a web address; only its words where it is not. */
export function link(address: string, words: string, most = 200): string {
  const label = inertLine(words.replaceAll('|', '¦'), most);
  const web = webAddressOf(address);
  return web === undefined ? label : `<${web}|${label}>`;
}

/** The address as it may stand in a Slack link; undefined when it is not http or https, or too long for one (3,000). */
export function webAddressOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const written = url.href
    .replaceAll('|', '%7C')
    .replaceAll('<', '%3C')
    .replaceAll('>', '%3E')
    .replaceAll('&', '&amp;');
  return (url.protocol === 'https:' || url.protocol === 'http:') && written.length <= 2000 ? written : undefined;
}

/** Typed text in which a sole web address stays a link that can be followed. */
export function inertWithLink(typed: string, most = 500): string {
  const web = webAddressOf(typed.trim());
  return web === undefined || web.length > most ? inertLine(typed, most) : `<${web}>`;
}
