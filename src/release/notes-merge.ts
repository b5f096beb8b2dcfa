const item = /^[-*] /;
const heading = /^#+ /;

/** Each item of notes with the heading that it stands below. */
function itemsOf(notes: string): ReadonlyMap<string, string> {
  const items = new Map<string, string>();
  let below = '';
  for (const one of notes.split('\n').map((text) => text.trimEnd())) {
    if (heading.test(one)) below = one;
    if (item.test(one)) items.set(one, below);
  }
  return items;
}

/** Puts an item at the end of the list below its heading; without that heading, with it before the comments at the end. */
function insert(lines: readonly string[], added: string, below: string): readonly string[] {
  const head = lines.indexOf(below);
  if (below === '' || head === -1) {
    const foot = lines.findIndex((one) => one.startsWith('<!-- '));
    const at = foot === -1 ? lines.length : foot;
    return [...lines.slice(0, at), ...(below === '' ? [] : [below, '']), added, '', ...lines.slice(at)];
  }
  const next = lines.findIndex((one, n) => n > head && (heading.test(one) || one.startsWith('<!-- ')));
  const end = next === -1 ? lines.length : next;
  const last = lines.findLastIndex((one, n) => n > head && n < end && item.test(one));
  const at = last === -1 ? head + 1 : last + 1;
  return [...lines.slice(0, at), ...(last === -1 ? [''] : []), added, ...lines.slice(at)];
}

/**
 * Notes that people edited, with what a newer commit brings: nothing of theirs is changed.
 *
 * @param before what Slipway wrote for the commit before
 * @param after what it writes for the newer one
 * @returns the text, the items that were added to it, and those in it that the newer commit no longer brings
 */
export function mergedNotes(edited: string, before: string, after: string) {
  const [own, was, is] = [itemsOf(edited.replaceAll('\r\n', '\n')), itemsOf(before), itemsOf(after)];
  const added = [...is].filter(([one]) => !was.has(one) && !own.has(one));
  const gone = [...was.keys()].filter((one) => !is.has(one) && own.has(one));
  const start: readonly string[] = edited.replaceAll('\r\n', '\n').split('\n');
  const lines = added.reduce((so, [one, below]) => insert(so, one, below), start);
  return { text: lines.join('\n'), added: added.map(([one]) => one), gone };
}
