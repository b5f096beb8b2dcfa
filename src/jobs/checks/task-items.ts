/** A box of a Markdown file. */
export interface TaskItem {
  readonly ticked: boolean;
  readonly text: string;
}

const fence = /^\s*(?:>\s?)*\s*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})(.*)$/;
const item = /^\s*(?:>\s?)*\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)+\[([ xX])\]\s+(\S.*)$/;

function closes(line: string, opened: string): boolean {
  const ending = /^\s*(?:>\s?)*\s*(`{3,}|~{3,})\s*$/.exec(line)?.[1];
  return ending !== undefined && ending[0] === opened[0] && ending.length >= opened.length;
}

/** Takes HTML comments out of a line. */
function withoutComments(line: string, inside: boolean): { readonly shown: string; readonly inside: boolean } {
  let [shown, rest, within] = ['', line, inside];
  while (rest !== '') {
    const mark = within ? '-->' : '<!--';
    const at = rest.indexOf(mark);
    if (!within) shown += at < 0 ? rest : rest.slice(0, at);
    if (at < 0) break;
    rest = rest.slice(at + mark.length);
    within = !within;
  }
  return { shown, inside: within };
}

/** The task list items of GitHub Flavored Markdown, in order. Those in fenced code and in comments are not shown, so they do not count. */
export function taskItems(markdown: string): readonly TaskItem[] {
  const items: TaskItem[] = [];
  let [fenced, commented]: [string | undefined, boolean] = [undefined, false];
  for (const line of markdown.split(/\r?\n/)) {
    if (fenced !== undefined) {
      if (closes(line, fenced)) fenced = undefined;
      continue;
    }
    const { shown, inside } = withoutComments(line, commented);
    commented = inside;
    const [, opening, info = ''] = fence.exec(shown) ?? [];
    if (opening !== undefined && !(opening.startsWith('`') && info.includes('`'))) {
      fenced = opening;
      continue;
    }
    const [, box, text] = item.exec(shown) ?? [];
    if (box !== undefined && text !== undefined) items.push({ ticked: box !== ' ', text: text.trim() });
  }
  return items;
}
