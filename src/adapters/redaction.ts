import { withoutTokens } from '../release/token-shapes.ts';

/** What stands where a secret stood. */
const gone = '[redacted]';

/** A short password, or one that is a word, is not looked for by its letters: lines would lose what has nothing to do with it. */
const looked = (secret: string): boolean => secret.length >= 6 && !/^[a-z]{1,11}$/i.test(secret);

/** Names of fields whose values are never for a log, however deep they stand and however the object came into the line. */
const names = [
  'token',
  '\\w*[-_]token',
  '\\w*Token',
  'authorization',
  '(?:set-)?cookie',
  'password',
  'passwd',
  'pass',
  'secret',
  '\\w*[-_]secret',
  '\\w*Secret',
  'private[-_]?key',
  'connection_?string',
  'response_?url',
].join('|');

/**
 * Secrets by their place in a line of JSON, where quotes and line breaks stand escaped, sometimes twice. What an outsider
 * sends comes to be read here, so no shape may start anew within a run that it has read: that takes time by the square.
 */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----(?:(?!-----END)[^"])*(?<!\\)(?:-----END [A-Z ]*PRIVATE KEY-----)?/g, gone],
  [new RegExp(`("(?:${names})"\\s*:\\s*(?:\\[\\s*)?)"(?:[^"\\\\]|\\\\.)*"`, 'gi'), `$1"${gone}"`],
  [new RegExp(`((?<!\\\\)(\\\\+)"(?:${names})\\2"\\s*:\\s*(?:\\[\\s*)?\\2")[^"\\\\]*`, 'gi'), `$1${gone}`],
  [/(['"]?authorization['"]?\s*[:=]\s*['"]?)(?:(?:bearer|token|basic)\s+)?[^\s"'\\,}]+/gi, `$1${gone}`],
  [/\b(bearer|basic)\s+[\w.~+/=-]{16,}/gi, `$1 ${gone}`],
  [/https:\/\/hooks\.slack[\w.-]*\/[^\s"\\]+/g, gone],
  [/((?:postgres(?:ql)?|rediss?):\/\/)(?:(?!:\/\/)[^\s"])*@/gi, `$1${gone}@`],
  [/((?<![a-z\d+.-])[a-z\d+.-]+:\/\/)[^\s"/@]+@/gi, `$1${gone}@`],
  [/([?&](?:password|pass|token|access_token|refresh_token|client_secret|secret|ticket)=)[^&\s"\\]+/gi, `$1${gone}`],
];

function literally(text: string): string {
  const escaped = text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return /^\d+$/.test(text) ? `(?<!\\d)${escaped}(?!\\d)` : escaped; // no part of a time
}

/** Every way in which a secret may be written: as it is, in JSON, in an address; and each line of a key by itself. */
function spellings(secret: string): readonly string[] {
  const lines = [secret, ...secret.split('\n')].map((line) => line.trim()).filter((line) => !/^-----/.test(line));
  return lines.flatMap((line) => [line, JSON.stringify(line).slice(1, -1), encodeURIComponent(line), encodeURI(line)]);
}

/**
 * Cuts secrets out of a line that is about to be written: those that this process was given, in whatever spelling, and
 * everything of the shape of a secret. The line stays one line of JSON.
 * @param secrets what this process was given; short ones and plain words are left to the shapes and names.
 */
export function redaction(secrets: readonly string[]): (line: string) => string {
  const known = [...new Set(secrets.flatMap(spellings))].filter(looked).sort((a, b) => b.length - a.length);
  const given = known.length === 0 ? undefined : new RegExp(known.map(literally).join('|'), 'g');
  return (line) => {
    const without = given === undefined ? line : line.replaceAll(given, gone);
    const placed = shapes.reduce((text, [shape, instead]) => text.replaceAll(shape, instead), without);
    return withoutTokens(placed); // last: it knows nothing of JSON, and a key that never ends would take the line's end along
  };
}
