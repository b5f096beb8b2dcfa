import type { KnownBlock } from '@slack/types';
import { context, section } from './blocks.ts';
import { slackDate } from './dates.ts';
import { inertLine } from './escape.ts';
import { mention } from './mentions.ts';
import type { MessageView } from './message.ts';
import { placeOf, releaseName, type ShownRelease, waitsOf } from './running-lines.ts';

const most = 20; // two blocks each, of the 50 that a message may have

/** What was drawn of a release as it was read; a flood of questions draws it once. */
const drawn = new WeakMap<ShownRelease['summary'], Map<string, readonly KnownBlock[]>>();

function blocksOf(release: ShownRelease, zone: string): readonly KnownBlock[] {
  const known = drawn.get(release.summary) ?? new Map<string, readonly KnownBlock[]>();
  const key = `${zone} ${release.status} ${release.cardUrl}`;
  const blocks = known.get(key) ?? [
    section(`${releaseName(release)}: ${placeOf(release)}`, ...waitsOf(release, zone)),
    context(`Started by ${mention(release.summary.starter)} ${slackDate(release.startedAt, zone)}`),
  ];
  drawn.set(release.summary, known.set(key, blocks));
  return blocks;
}

/** Where releases stand: stage, what they wait for, on whom, since when. */
export function statusMessage(releases: readonly ShownRelease[], zone: string): MessageView {
  const shown = releases.slice(0, most);
  const blocks = shown.flatMap((release) => blocksOf(release, zone));
  const rest = releases.length - shown.length;
  const names = shown.map(({ component, semver, summary }) => `${component} ${semver} (${summary.stage})`).join(', ');
  return {
    text: `Running: ${names}`.slice(0, 3000),
    blocks: rest > 0 ? [...blocks, context(`and ${rest} more`)] : blocks,
  };
}

/** How a release ended: a withdrawn one says so, by whom and why. Mrkdwn. */
function endedLine(release: ShownRelease, zone: string): string {
  const { withdrawn } = release.summary;
  if (withdrawn !== undefined)
    return `• ${releaseName(release)}: ⛔ withdrawn by ${mention(withdrawn.by)} ${slackDate(new Date(withdrawn.since), zone)}: ${inertLine(withdrawn.reason, 200)}`;
  return `• ${releaseName(release)}: ${release.status === 'closed' ? '🏁 released' : '🚫 cancelled'}`;
}

/** That nothing runs, and how the latest releases ended. */
export function noneMessage(sentence: string, past: readonly ShownRelease[], zone: string): MessageView | string {
  if (past.length === 0) return sentence;
  const lines = past.slice(0, most).map((release) => endedLine(release, zone));
  return { text: sentence, blocks: [section(sentence), section('*The latest*', ...lines)] };
}
