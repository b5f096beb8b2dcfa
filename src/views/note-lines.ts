import { inert, link } from './escape.ts';

const piece = /\[((?:[^\]\\]|\\.)*)\]\(([^()\s]+)\)|\*\*((?:[^*\\]|\\.)+)\*\*/g;

/** Plain words of escaped Markdown. */
function unescaped(markdown: string): string {
  return markdown
    .replaceAll(/\\([\\`*{}[\]<>|~$_#+=.)-])/g, '$1')
    .replaceAll(/&#8203;|<!--.*?-->/g, '')
    .replaceAll('&amp;', '&');
}

/** A line of Markdown as mrkdwn: links and bold words of the notes stay, everything typed is inert. */
function inlineOf(markdown: string): string {
  let out = '';
  let end = 0;
  for (const match of markdown.matchAll(piece)) {
    const [whole, words, to, bold] = match;
    out += inert(unescaped(markdown.slice(end, match.index)));
    out += bold === undefined ? link(to ?? '', unescaped(words ?? ''), 300) : `*${inert(unescaped(bold))}*`;
    end = match.index + whole.length;
  }
  return out + inert(unescaped(markdown.slice(end)));
}

/** Release notes in GitHub's Markdown (headings, list items, links, bold) as lines of mrkdwn. */
export function noteLines(markdown: string): readonly string[] {
  return markdown.split(/\r?\n/).flatMap((line) => {
    if (line.trim() === '' || line.startsWith('<!--')) return [];
    const heading = /^#{1,6}\s+(.*)$/.exec(line)?.[1];
    if (heading !== undefined) return [`*${inlineOf(heading.replaceAll('**', ''))}*`]; // all of it is bold; Release Please makes a link of the version
    const item = /^\s*[-*+]\s+(.*)$/.exec(line)?.[1];
    return [item === undefined ? inlineOf(line.trim()) : `• ${inlineOf(item)}`];
  });
}
