const special = /[.+^${}()|\\]/g;

/** A pattern of workflow filters and rulesets as a regular expression: `*` stops at a slash, `**` does not. */
function toRegExp(pattern: string): RegExp {
  const body = pattern
    .replace(special, '\\$&')
    .replaceAll('**/', '\0')
    .replaceAll('**', '\x01')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll('\0', '(?:.*/)?')
    .replaceAll('\x01', '.*');
  return new RegExp(`^${body}$`);
}

/** Whether one pattern matches. */
export const matchesPattern = (pattern: string, value: string): boolean => toRegExp(pattern).test(value);

/** Whether a list of patterns accepts a value; a later `!pattern` takes back what an earlier one gave. */
export function matchesAny(patterns: readonly string[], value: string): boolean {
  let accepted = false;
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) accepted = accepted && !matchesPattern(pattern.slice(1), value);
    else accepted = accepted || matchesPattern(pattern, value);
  }
  return accepted;
}
