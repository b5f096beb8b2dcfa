/** Markup of a playbook's own text: mentions, shouts, channels and links. */
const ownMarkup = /<(?:[!@#]|https?:)[^<>\n]*>/g;

const invisible = /\u200B/g;

/** A line of mrkdwn of ours as a person reads and edits it: what made typed text inert is taken away. */
function readable(line: string): string {
  return line.replaceAll(invisible, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** An announcement's text as it stands in the input in which it is edited. */
export function editableText(text: string): string {
  return text.split('\n').map(readable).join('\n');
}

function escaped(typed: string): string {
  return typed
    .replaceAll('\u0000', '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200B'); // @channel is a shout wherever Slack still parses names
}

/** A typed line: bold and the like take effect; mentions, shouts and links only where the playbook's own text has the very same. */
function typedLine(line: string, own: readonly string[]): string {
  const [first] = own.filter((one) => line.includes(one)).sort((a, b) => line.indexOf(a) - line.indexOf(b));
  if (first === undefined) return escaped(line);
  const at = line.indexOf(first);
  return `${escaped(line.slice(0, at))}${first}${typedLine(line.slice(at + first.length), own)}`;
}

/**
 * An edited announcement as mrkdwn. Lines that were left as they were stay exactly so.
 *
 * @param shown the text that was shown, as mrkdwn
 * @param say the playbook's text
 */
export function editedText(shown: string, say: string, typed: string): string {
  const kept = new Map(shown.split('\n').map((line) => [readable(line), line]));
  const own = [...new Set(say.match(ownMarkup) ?? [])];
  return typed
    .trim()
    .split(/\r?\n/)
    .map((line) => kept.get(line) ?? typedLine(line, own))
    .join('\n');
}
