import { shownLines } from './shown-lines.ts';

/** A box of a Markdown file. */
export interface TaskItem {
  readonly ticked: boolean;
  readonly text: string;
}

const item = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)+\[([ xX])\]\s+(\S.*)$/;

/** The task list items of GitHub Flavored Markdown, in order. Those in fenced code and in comments are not shown, so they do not count. */
export function taskItems(markdown: string): readonly TaskItem[] {
  const items: TaskItem[] = [];
  for (const line of shownLines(markdown)) {
    const [, box, text] = item.exec(line) ?? [];
    if (box !== undefined && text !== undefined) items.push({ ticked: box !== ' ', text: text.trim() });
  }
  return items;
}
