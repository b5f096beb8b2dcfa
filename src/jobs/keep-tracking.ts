import type { Execute } from '../execute.ts';
import { itemsOf } from '../release/checklist.ts';
import { Outage, RefusedOutside } from '../release/outside-errors.ts';
import type { Release } from '../release/release.ts';
import { itemWords } from '../release/tick-evidence.ts';
import { peopleWithLogin, type Tracking, trackingOf } from '../release/tracking.ts';
import { type ClickedBox, clickedBoxes, withSection } from '../release/tracking-boxes.ts';
import type { Log } from './log.ts';

interface BodyEdit {
  readonly id: string;
  readonly login: string | undefined;
  readonly at: Date;
  /** The body after this edit. */
  readonly text: string | undefined;
}

interface TrackedIssue {
  readonly body: string;
  readonly open: boolean;
  /** Oldest first. */
  readonly edits: readonly BodyEdit[];
}

interface KeepTrackingPorts {
  readonly execute: Execute;
  readonly log: Log;
  /** Why somebody may not use Slipway at all; undefined where they may. Throws Outage while Slack does not tell. */
  barred(person: string): Promise<string | undefined>;
  readonly client: {
    /** Undefined where the issue is gone. */
    trackedIssue(repository: string, number: number): Promise<TrackedIssue | undefined>;
    writeIssue(
      repository: string,
      number: number,
      wanted: { readonly body: string; readonly close?: 'completed' | 'not_planned' | undefined },
    ): Promise<void>;
    /** Slipway's own login. */
    login(): Promise<string>;
  };
}

const mostRounds = 4; // of reading and writing, while people write at the same time; then it is still owed

function same(one: ClickedBox, other: ClickedBox): boolean {
  return one.checklist === other.checklist && one.item === other.item && one.ticked === other.ticked;
}

/** The edit by which a box was clicked: the first of those, up to the newest, after which it stands as it does now. */
function editOf(release: Release, edits: readonly BodyEdit[], box: ClickedBox, ours: string): BodyEdit | undefined {
  let found: BodyEdit | undefined;
  for (const one of [...edits].reverse()) {
    if (one.text === undefined || !clickedBoxes(release, one.text).some((clicked) => same(clicked, box))) break;
    found = one;
  }
  if (found !== undefined) return found;
  // A history without texts: all that was written since Slipway wrote last is by one person, or nobody knows.
  const since = edits.slice(edits.findLastIndex(({ login }) => login === ours) + 1);
  return new Set(since.map(({ login }) => login)).size === 1 ? since.at(-1) : undefined;
}

const nobody = 'GitHub does not say who it was. Tick it in Slack.';
const stranger =
  'Slipway knows no Slack person with this GitHub login. Tick it in Slack; who links their GitHub account in Slack can tick here at once.';

/** Why a click does not count; undefined where it was saved, by the first person of that login who may. */
async function refusalOf(ports: KeepTrackingPorts, release: Release, box: ClickedBox, edit: BodyEdit, cause: string) {
  const people = peopleWithLogin(release, edit.login ?? '');
  let sentence = edit.login === undefined ? nobody : stranger;
  for (const by of people) {
    const barred = await ports.barred(by);
    if (barred !== undefined) {
      sentence = barred;
      continue;
    }
    const ticks = { [box.item]: { ticked: box.ticked } };
    const command = { type: 'SaveChecklist', step: box.checklist, by, ticks, via: 'github' } as const;
    const executed = await ports.execute(release.id, command, cause);
    if (executed.kind !== 'refused') return undefined;
    if (executed.refusal.refused === 'busy') throw new Outage(executed.refusal.sentence);
    sentence = executed.refusal.sentence;
  }
  return sentence;
}

/** Counts one click for whom it is, or records why it goes back. Each edit counts once, however often it is read. */
async function count(ports: KeepTrackingPorts, release: Release, issue: TrackedIssue, box: ClickedBox, ours: string) {
  const unknown = { id: `unknown-${issue.edits.at(-1)?.id ?? ''}`, login: undefined, at: new Date(0), text: undefined };
  const edit = editOf(release, issue.edits, box, ours) ?? unknown;
  const cause = `github-edit:${edit.id}:${box.checklist}.${box.item}`;
  const sentence = await refusalOf(ports, release, box, edit, cause);
  if (sentence === undefined) return;
  const item = itemsOf(release, box.checklist).find(([number]) => number === box.item)?.[1];
  const told =
    item === undefined || sentence.startsWith(itemWords(item)) ? sentence : `${itemWords(item)}: ${sentence}`;
  const undone = { type: 'RecordTickUndone', ...box, login: edit.login, sentence: told } as const;
  await ports.execute(release.id, undone, `${cause}:undone`);
}

interface Written {
  readonly read: string;
  readonly body: string;
}

/** The issue as it was before our writing, where somebody wrote between our reading and it: what we have overwritten. Else as it is. */
function beforeUs(issue: TrackedIssue, wrote: Written | undefined): TrackedIssue {
  const { edits } = issue;
  if (wrote === undefined) return issue;
  const at = edits.findLastIndex(({ text }) => text === wrote.body);
  const before = at < 1 ? undefined : edits[at - 1]?.text;
  if (before === undefined || before === wrote.read) return issue;
  return { ...issue, body: before, edits: edits.slice(0, at) };
}

function trackingNow(release: Release, step: string): Tracking | undefined {
  return trackingOf(release).find((one) => one.step === step);
}

async function round(ports: KeepTrackingPorts, release: Release, step: string, wrote: Written | undefined) {
  const { client, execute } = ports;
  const { repository } = release.component;
  const before = trackingNow(release, step);
  if (before === undefined) return undefined;
  const issue = await client.trackedIssue(repository, before.number);
  if (issue === undefined) {
    const refused = 'The issue was deleted or moved away.';
    await execute(release.id, { type: 'RecordTracking', tracking: step, print: before.print, refused });
    return undefined;
  }
  const base = beforeUs(issue, wrote);
  const clicked = before.state === 'open' ? clickedBoxes(release, base.body) : [];
  const ours = clicked.length === 0 ? '' : (await client.login()).replace(/\[bot\]$/, '');
  for (const box of clicked) await count(ports, release, base, box, ours);
  const now = (await execute.load(release.id)) ?? release;
  const wanted = trackingNow(now, step) ?? before;
  const body = withSection(base.body, wanted.section);
  const closes = wanted.state === 'closed' && issue.open;
  if (body === issue.body && !closes) {
    await execute(release.id, { type: 'RecordTracking', tracking: step, print: wanted.print });
    return undefined;
  }
  const reason = now.status === 'cancelled' ? ('not_planned' as const) : ('completed' as const);
  await client.writeIssue(repository, wanted.number, { body, close: closes ? reason : undefined });
  return { release: now, wrote: { read: issue.body, body } };
}

/**
 * Brings a tracking issue up to date, and counts what people ticked in it since. Only our section of the body is
 * changed. GitHub has no conditional write: so each write is followed by a look at the body's history, and what somebody
 * wrote in between is taken up and put back. What GitHub refuses for good waits until there is something else to write.
 */
export async function keepTracking(ports: KeepTrackingPorts, release: Release, step: string): Promise<void> {
  let next: { readonly release: Release; readonly wrote: Written | undefined } | undefined = {
    release,
    wrote: undefined,
  };
  try {
    for (let n = 0; n < mostRounds && next !== undefined; n += 1)
      next = await round(ports, next.release, step, next.wrote);
  } catch (error) {
    const print = trackingNow(release, step)?.print;
    if (!(error instanceof RefusedOutside) || print === undefined) throw error;
    ports.log.warn({ err: error, release: release.id, remedy: error.remedy }, 'tracking issue not kept');
    await ports.execute(release.id, { type: 'RecordTracking', tracking: step, print, refused: error.message });
  }
}
