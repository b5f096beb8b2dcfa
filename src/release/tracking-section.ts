import { itemsOf } from './checklist.ts';
import { rolesOf } from './entitlement.ts';
import { evidenceText, nameOf } from './evidence.ts';
import { plainMarkdown } from './markdown.ts';
import { fill } from './placeholders.ts';
import type { PlannedStep } from './plan.ts';
import type { ChecklistItem } from './playbook-steps.ts';
import { type Release, stepState } from './release.ts';
import { roleTitle } from './role-title.ts';
import { shortened } from './shortened.ts';
import { evidenceWords } from './tick-evidence.ts';
import { sectionBegin, sectionEnd } from './tracking-boxes.ts';
import {
  decisionLines,
  delegationLines,
  ended,
  letBy,
  minute,
  repinnedLines,
  waiverLines,
} from './tracking-departures.ts';
import { titleOf, valuesOf } from './waiting.ts';

/** Characters of the section; GitHub takes 65,536 of the whole body, and people write there too. */
const longestSection = 48_000;

/** A link of the playbook as it leads somewhere from an issue: a path as a file of the repository on the released branch. */
function linkOf(release: Release, { link }: ChecklistItem): string {
  if (link === undefined) return '';
  if (/^https?:\/\/[^\s<>]+$/.test(link)) return ` ([link](<${link}>))`;
  const [path = '', anchor] = link.replace(/^\.?\//, '').split('#');
  const file = path.split('/').map(encodeURIComponent).join('/');
  const branch = encodeURIComponent(release.playbook['released-from']);
  const to = `/${release.component.repository}/blob/${branch}/${file}${anchor === undefined ? '' : `#${encodeURIComponent(anchor)}`}`;
  return ` ([${plainMarkdown(path.split('/').at(-1) ?? path)}](<${to}>))`;
}

/**
 * One item as a task. Its comment names the step, the item, and whether Slipway wrote it ticked: a box that
 * differs from its own comment was clicked by somebody since.
 */
function taskOf(
  release: Release,
  planned: PlannedStep,
  [number, item]: readonly [string, ChecklistItem],
  most: number,
) {
  const tick = stepState(release, planned.id).ticks[number];
  const words = tick === undefined ? undefined : evidenceWords(item, tick);
  const evidence = words === undefined ? '' : `; evidence: ${evidenceText(shortened(words, most * 2))}`;
  const by = tick === undefined ? '' : ` · ${nameOf(release, tick.by)}, ${minute(tick.at)}${evidence}`;
  const needs = tick === undefined && item.evidence !== undefined ? ' · needs evidence: tick it in Slack' : '';
  const say = plainMarkdown(shortened(fill(item.say, valuesOf(release, planned)), most));
  const mark = `<!--${planned.id}.${number}.${tick === undefined ? 0 : 1}-->`;
  return `- [${tick === undefined ? ' ' : 'x'}] ${say}${linkOf(release, item)}${by}${needs} ${mark}`;
}

const words = { pending: 'to come', active: 'waited for', failed: 'failed', done: 'done' } as const;

function titleLine(release: Release, planned: PlannedStep, most: number): string {
  const roles = rolesOf(planned).map((role) => roleTitle(release.playbook, role));
  const of = roles.length === 0 ? '' : ` (${plainMarkdown(roles.join(', '))})`;
  const how = letBy(release, planned, most) ?? words[stepState(release, planned.id).status];
  return `**${plainMarkdown(titleOf(release, planned))}**${of}: ${how}`;
}

function windowLines(release: Release, planned: PlannedStep, most: number): readonly string[] {
  const { window } = stepState(release, planned.id);
  const times = window === undefined ? '' : ` · ${minute(window.from)} to ${minute(window.until)}`;
  return [`${titleLine(release, planned, most)}${times}`, ''];
}

function checklistLines(release: Release, planned: PlannedStep, most: number): readonly string[] {
  const items = itemsOf(release, planned.id);
  return [titleLine(release, planned, most), '', ...items.map((item) => taskOf(release, planned, item, most)), ''];
}

/** What somebody did outside of Slipway: nobody who reads the issue is to take it for what Slipway saw. */
function outsideLines(release: Release, planned: PlannedStep, most: number): readonly string[] {
  const { done } = stepState(release, planned.id);
  if (done?.how !== 'outside') return [];
  const by = done.by === undefined ? '' : ` by ${nameOf(release, done.by)}`;
  const said = evidenceText(shortened(done.sentence, most * 2));
  return [`✋ **${plainMarkdown(titleOf(release, planned))}**: done outside${by}, ${minute(done.at)}: ${said}`, ''];
}

function stageWords(release: Release, stage: number): string {
  const states = release.plan.filter((p) => p.stage === stage).map((p) => stepState(release, p.id).status);
  if (states.every((status) => status === 'done')) return 'done';
  return states.some((status) => status !== 'pending') ? 'now' : 'to come';
}

function stageLines(release: Release, most: number): readonly string[] {
  return release.playbook.stages.flatMap(({ stage }, number) => {
    const steps = release.plan.filter((p) => p.stage === number);
    if (steps.length === 0) return [];
    const lines = steps.flatMap((p) => {
      if (p.kind === 'checklist') return checklistLines(release, p, most);
      if (p.kind === 'window') return windowLines(release, p, most);
      if (p.kind === 'sign-off') return [titleLine(release, p, most), '', ...decisionLines(release, p, most)];
      const apart = [...repinnedLines(release, p, most), ...waiverLines(release, p, most)];
      const asUsual = letBy(release, p, most) === undefined && apart.length === 0;
      return asUsual ? [] : [titleLine(release, p, most), '', ...ended(apart)];
    });
    const outside = steps.flatMap((p) => outsideLines(release, p, most));
    return [`### ${plainMarkdown(stage)}: ${stageWords(release, number)}`, '', ...outside, ...lines];
  });
}

function headLines(release: Release): readonly string[] {
  const { component, semver, status, statusChange, withdrawn } = release;
  const named = `${plainMarkdown(component.name)} ${plainMarkdown(semver)}`;
  const started = `started by ${nameOf(release, release.starter)}, ${minute(release.startedAt)}`;
  if (withdrawn !== undefined)
    return [`${named} was withdrawn, ${minute(withdrawn.at)}: ${plainMarkdown(withdrawn.reason)}; ${started}.`];
  if (status === 'closed') return [`${named} is released: every step is done, ${minute(statusChange.at)}; ${started}.`];
  if (status === 'cancelled')
    return [
      `${named} was cancelled, ${minute(statusChange.at)}: ${plainMarkdown(statusChange.reason ?? '')}; ${started}.`,
    ];
  return [
    `${named}, ${started}${status === 'paused' ? '. It is paused' : ''}.`,
    '',
    'Tick a box here if its checklist is waited for and your role may: Slipway knows you by your GitHub login. Every other tick goes back; tick it in Slack.',
  ];
}

function linesOf(release: Release, most: number): readonly string[] {
  return [...headLines(release), '', ...stageLines(release, most), ...delegationLines(release, most)];
}

/** Lines that together stay within a length; tells of what is left out. */
function within(lines: readonly string[], most: number): string {
  let length = 0;
  const at = lines.findIndex((line) => {
    length += line.length + 1;
    return length > most;
  });
  return (at === -1 ? lines : [...lines.slice(0, at), '', 'There is more than fits here: see Slack.']).join('\n');
}

/** What Slipway keeps in the body of a tracking issue: every checklist by stage, and who signed. Long texts are cut before whole items are left out. */
export function trackingSection(release: Release): string {
  for (const most of [300, 120, 50]) {
    const section = linesOf(release, most).join('\n').trimEnd();
    if (section.length <= longestSection) return `${sectionBegin}\n${section}\n${sectionEnd}`;
  }
  return `${sectionBegin}\n${within(linesOf(release, 50), longestSection)}\n${sectionEnd}`;
}
