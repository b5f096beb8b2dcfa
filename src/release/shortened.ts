/** At most `most` UTF-16 units of a text, as Slack and GitHub count them, with … where it is cut: never inside a character, which no store and no API takes. */
export function shortened(text: string, most = 80): string {
  if (text.length <= most) return text;
  return `${text
    .slice(0, most - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`;
}
