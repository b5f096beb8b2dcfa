const emphasis = /[\\`*{}[\]<>|~$]/g;
const underscoreAtEdge = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
const blockStart = /^([#+=-]|\d+(?=[.)](?:\s|$)))/;

/**
 * A line typed by somebody, as plain text of GitHub's Markdown: no HTML, no link or image, no list or heading, and no mention.
 * `@` gets a zero-width space after it, since GitHub looks for mentions after it has read escapes. `#12` stays a reference.
 */
export function plainMarkdown(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ').trim();
  return line
    .replaceAll(emphasis, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('@', '@&#8203;')
    .replaceAll(underscoreAtEdge, '\\_')
    .replace(blockStart, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}
