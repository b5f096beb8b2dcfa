const fence = /^[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})(.*)$/;

function closes(line: string, opened: string): boolean {
  const ending = /^[\s>]*(`{3,}|~{3,})\s*$/.exec(line)?.[1];
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

/** The lines of GitHub Flavored Markdown that are shown as prose, in order: without fenced code and comments. */
export function* shownLines(markdown: string): Generator<string> {
  let [fenced, commented]: [string | undefined, boolean] = [undefined, false];
  for (const line of markdown.split(/\r?\n/)) {
    if (fenced !== undefined) {
      if (closes(line, fenced)) fenced = undefined;
      continue;
    }
    const { shown, inside } = withoutComments(line, commented);
    commented = inside;
    const [, opening, info = ''] = fence.exec(shown) ?? [];
    if (opening !== undefined && !(opening.startsWith('`') && info.includes('`'))) fenced = opening;
    else yield shown;
  }
}
