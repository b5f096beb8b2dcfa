import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { itemsOf } from '../release/checklist.ts';
import type { ChecklistItem } from '../release/playbook-steps.ts';
import { plannedStep, type Release, stepState } from '../release/release.ts';
import type { TickState } from '../release/step-state.ts';
import { evidenceWords, rangeWords } from '../release/tick-evidence.ts';
import { titleOf, waitingOf } from '../release/waiting.ts';
import { button, context, inline, option, plain, section } from './blocks.ts';
import { checklistPages, type Entry, piecesOf } from './checklist-pages.ts';
import { slackDate } from './dates.ts';
import { cut, inert, inertLine, inertWithLink, link, webAddressOf } from './escape.ts';
import { mention } from './mentions.ts';
import { pageOf, referenceLinks, stepLinks } from './release-links.ts';

/** Characters of evidence in words. */
export const longestEvidence = 1000;
export const checklistIds = {
  view: 'checklist',
  tick: 'checklist:tick',
  evidence: 'evidence',
  back: 'checklist:back',
} as const;

/** What a checklist modal was shown with, so that only what the person changed is saved. Untrusted: it comes back through Slack. */
export const checklistShown = z.object({
  release: z.string(),
  step: z.string(),
  page: z.int().min(0),
  /** Part of every block id: Slack keeps what was entered for as long as the ids stay. */
  drawn: z.int(),
  /** The ticked items of the page by number, with a print of their evidence: the text, or the id of the file. */
  ticked: z.record(z.string(), z.string()),
});
export type ChecklistShown = z.output<typeof checklistShown>;

/** A short print of a text: enough to see whether a person changed it. */
export function printOf(text: string): string {
  let print = 0x811c9dc5; // FNV-1a
  for (const character of text) print = Math.imul(print ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return text === '' ? '' : print.toString(36);
}

export function tickBlock(number: string, drawn: number): string {
  return `tick:${number}:${drawn}`;
}

export function evidenceBlock(number: string, drawn: number): string {
  return `evidence:${number}:${drawn}`;
}

const hints = {
  link: 'A link. ',
  text: '',
  number: '',
  file: 'One file of at most 50 MB. ',
} as const;

function hintOf(item: ChecklistItem): string {
  const range = item.evidence === 'number' ? rangeWords(item) : undefined;
  const kind = item.evidence === undefined ? '' : hints[item.evidence];
  const unit = range === undefined ? (item.unit === undefined ? '' : `In ${item.unit}. `) : `A number ${range}. `;
  return `${kind}${unit}The item cannot be ticked without it.`;
}

function evidenceElement(item: ChecklistItem, given: string | undefined): InputBlock['element'] {
  const action_id = checklistIds.evidence;
  if (item.evidence === 'file') return { type: 'file_input', action_id, max_files: 1 };
  const first = given === undefined ? {} : { initial_value: given };
  // the range is left to us: Slack's own words for it name no unit and no way out
  if (item.evidence === 'number') return { type: 'number_input', action_id, is_decimal_allowed: true, ...first };
  if (item.evidence === 'link' && (given === undefined || webAddressOf(given) !== undefined))
    return { type: 'url_text_input', action_id, ...first };
  return { type: 'plain_text_input', action_id, multiline: true, max_length: longestEvidence, ...first };
}

function evidenceInput(item: ChecklistItem, tick: TickState | undefined, block: string): InputBlock {
  const replaces = tick?.file === undefined ? '' : `${tick.file.name} is kept unless you give another file. `;
  return {
    type: 'input',
    block_id: block,
    optional: true, // only a ticked item demands it
    label: plain(`Evidence for “${item.say}”`, 600),
    hint: plain(`${cut(replaces, 300)} ${hintOf(item)}`, 500),
    element: evidenceElement(item, tick?.evidence),
  };
}

/** What is known of an item: its link, who ticked it when, and on which evidence. */
function aboutItem(release: Release, item: ChecklistItem, tick: TickState | undefined, githubUrl: string) {
  const words = tick === undefined ? undefined : evidenceWords(item, tick);
  return [
    ...(item.link === undefined
      ? []
      : [link(pageOf(release, githubUrl, item.link), item.link.split('/').at(-1) ?? item.link)]),
    ...(tick === undefined
      ? []
      : [`✅ ticked by ${mention(tick.by)} ${slackDate(tick.at, release.playbook['time-zone'])}`]),
    ...(words === undefined ? [] : [`evidence: ${inertWithLink(words, 300)}`]),
  ];
}

function itemBlocks(
  release: Release,
  step: string,
  [number, item]: Entry,
  drawn: number,
  githubUrl: string,
): KnownBlock[] {
  const tick = stepState(release, step).ticks[number];
  const done = option('Done', 'done');
  const [first = '', ...rest] = piecesOf(item.say).map((piece) => inert(piece, 3000));
  const about = aboutItem(release, item, tick, githubUrl);
  return [
    {
      ...section(first),
      block_id: tickBlock(number, drawn),
      accessory: {
        type: 'checkboxes',
        action_id: checklistIds.tick,
        options: [done],
        ...(tick === undefined ? {} : { initial_options: [done] }),
      },
    },
    ...rest.map((piece) => section(piece)),
    ...(about.length === 0 ? [] : [context(about.join(' · '))]),
    ...(item.evidence === undefined ? [] : [evidenceInput(item, tick, evidenceBlock(number, drawn))]),
  ];
}

function headLines(release: Release, step: string, page: number, pages: number): readonly string[] {
  const planned = plannedStep(release, step);
  const items = itemsOf(release, step);
  const { ticks } = stepState(release, step);
  const due = waitingOf(release).find((w) => w.planned.id === step)?.deadline;
  const facts = [
    `${items.filter(([n]) => ticks[n] !== undefined).length} of ${items.length} ticked`,
    ...(due === undefined ? [] : [`due ${slackDate(due, release.playbook['time-zone'])}`]),
    ...(pages > 1 ? [`page ${page + 1} of ${pages}`] : []),
  ];
  const title = planned === undefined ? step : titleOf(release, planned);
  return [
    `*${inertLine(title, 160)}* of ${inertLine(`${release.component.name} ${release.semver}`, 120)}`,
    facts.join(' · '),
  ];
}

interface Drawn {
  readonly page: number;
  /** Number of this drawing; the same one keeps what is entered. */
  readonly drawn: number;
  /** What came of the last page: what kept it from being saved, or what others changed meanwhile. Mrkdwn. */
  readonly notice?: string | undefined;
  readonly githubUrl: string;
}

/** The checklist of a role: a tick and a link an item, who ticked and when, evidence where it is demanded; at most 20 items a page. */
export function checklistModal(release: Release, step: string, { page, drawn, notice, githubUrl }: Drawn): ModalView {
  const planned = plannedStep(release, step);
  const pages = checklistPages(release, step);
  const items = pages[page] ?? [];
  const { ticks } = stepState(release, step);
  const shown: ChecklistShown = {
    release: release.id,
    step,
    page,
    drawn,
    ticked: Object.fromEntries(
      items.flatMap(([n]) =>
        ticks[n] === undefined ? [] : [[n, printOf(ticks[n].file?.id ?? ticks[n].evidence ?? '')]],
      ),
    ),
  };
  const links = [
    ...(planned === undefined ? [] : stepLinks(release, planned, githubUrl)),
    ...referenceLinks(release, githubUrl),
  ];
  const back = button({ action: checklistIds.back, words: 'Save and go back a page', value: 'back' });
  return {
    type: 'modal',
    callback_id: checklistIds.view,
    private_metadata: JSON.stringify(shown),
    title: plain('Checklist', 24),
    submit: plain(page + 1 < pages.length ? 'Save, next page' : 'Save', 24),
    close: plain('Close', 24),
    blocks: [
      section(...headLines(release, step, page, pages.length)),
      ...(links.length === 0 ? [] : [context(`📖 ${inline(links)}`)]),
      ...(notice === undefined ? [] : [section(...notice.split('\n'))]),
      { type: 'divider' },
      ...items.flatMap((item) => itemBlocks(release, step, item, drawn, githubUrl)),
      ...(page === 0 ? [] : [{ type: 'actions' as const, block_id: 'pages', elements: [back] }]),
    ],
  };
}
