import { itemsOf } from './checklist.ts';
import { plannedStep, type Release } from './release.ts';

/** Between these two lines Slipway writes; everything else of the body is people's. */
export const sectionBegin = '<!-- slipway:begin (kept by Slipway: write above or below) -->';
export const sectionEnd = '<!-- slipway:end -->';

/** GitHub's form sends other line ends than its API. */
function unix(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** A body with our section in it, and everything outside of it as it is. Where people took the section out, it comes below what they wrote. */
export function withSection(body: string, section: string): string {
  const from = body.indexOf(sectionBegin);
  const to = from === -1 ? -1 : body.indexOf(sectionEnd, from);
  if (from === -1) return body.trim() === '' ? section : `${body.trimEnd()}\n\n${section}`;
  const after = to === -1 ? from + sectionBegin.length : to + sectionEnd.length;
  const present = body.slice(from, after);
  return unix(present) === section ? body : `${body.slice(0, from)}${section}${body.slice(after)}`;
}

/** A box that was clicked since Slipway wrote it. */
export interface ClickedBox {
  readonly checklist: string;
  readonly item: string;
  readonly ticked: boolean;
}

const task = /^\s*[-*+] \[([ xX])\] .*<!--(\S+)\.(\d+)\.([01])-->\s*$/;

/** The boxes of our section that are not as Slipway wrote them. */
export function clickedBoxes(release: Release, body: string): readonly ClickedBox[] {
  const text = unix(body);
  const from = text.indexOf(sectionBegin);
  if (from === -1) return [];
  const to = text.indexOf(sectionEnd, from);
  const clicked = new Map<string, ClickedBox>();
  for (const line of text.slice(from, to === -1 ? undefined : to).split('\n')) {
    const [, box, step, item = '', was] = task.exec(line) ?? [];
    const planned = step === undefined ? undefined : plannedStep(release, step);
    const ticked = box !== ' ';
    if (planned === undefined || planned.kind !== 'checklist' || ticked === (was === '1')) continue;
    if (itemsOf(release, planned.id).some(([number]) => number === item))
      clicked.set(`${planned.id}.${item}`, { checklist: planned.id, item, ticked });
  }
  return [...clicked.values()];
}
