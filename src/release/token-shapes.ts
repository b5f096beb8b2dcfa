/** What stands where a token stood. */
const removed = '[token removed]';

/**
 * Tokens and keys that are known by their shape, each by its issuer's own description. Anything else, such as a password,
 * looks like a word and cannot be told from one.
 */
const shapes = new RegExp(
  [
    'xox[a-z](?:\\.xox[a-z])?-[\\w-]{10,}|xapp-[\\w-]{10,}', // https://docs.slack.dev/authentication/tokens
    'gh[a-z]_\\w{20,}|github_pat_\\w{20,}', // GitHub's "Token prefixes"
    'hooks\\.slack\\.com/(?:services|workflows|triggers)/[\\w/]{10,}',
    'glpat-[\\w-]{20,}',
    '(?:AKIA|ASIA)[A-Z0-9]{16}',
    '(?:sk|rk)_live_\\w{16,}|sk-(?:ant|proj)-[\\w-]{20,}',
    'npm_[A-Za-z0-9]{36}',
    'AIza[\\w-]{35}',
    '(?:(?<![\\w-])|(?<=\\\\[bfnrt]))eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{10,}', // a JSON Web Token; in JSON a line break ends in a letter
    '-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\\s\\S]*?-----END [A-Z ]*PRIVATE KEY-----|[\\s\\S]*)',
    '(?<=[a-z][a-z0-9+.-]*://[^\\s/:@]*:)[^\\s/:@]{3,}(?=@)', // a password in an address
  ]
    .map((shape) => `(?:${shape})`)
    .join('|'),
  'g',
);

/** Whether a text holds something that has the shape of a token or private key. */
export function holdsToken(text: string): boolean {
  return text.search(shapes) >= 0;
}

/** The text with every token cut out of it. */
export function withoutTokens(text: string): string {
  return text.replaceAll(shapes, removed);
}

function scrub(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, inner] of Object.entries(node)) {
    if (typeof inner === 'string') Reflect.set(node, key, withoutTokens(inner));
    else scrub(inner);
  }
}

/** A value with every token cut out of its texts: itself where there is none, which is nearly always. */
export function withoutTokensIn<T extends object>(value: T): T {
  if (!holdsToken(JSON.stringify(value))) return value;
  const copy = structuredClone(value);
  scrub(copy);
  return copy;
}

/** What a person is told at the field, or about the line, that they put a token into. */
export const tokenSentence =
  'This holds what looks like a token or a key, so nothing was recorded. Take it out, make it invalid where it comes from, and write where it is kept instead.';
