import { context, section } from './blocks.ts';
import { slackDate } from './dates.ts';
import { mention } from './mentions.ts';
import type { MessageView } from './message.ts';
import { placeOf, releaseName, type ShownRelease, waitsOf } from './running-lines.ts';

const most = 20; // two blocks each, of the 50 that a message may have

/** Where releases stand: stage, what they wait for, on whom, since when. */
export function statusMessage(releases: readonly ShownRelease[], zone: string): MessageView {
  const shown = releases.slice(0, most);
  const blocks = shown.flatMap((release) => [
    section(`${releaseName(release)}: ${placeOf(release)}`, ...waitsOf(release, zone)),
    context(`Started by ${mention(release.summary.starter)} ${slackDate(release.startedAt, zone)}`),
  ]);
  const rest = releases.length - shown.length;
  const names = shown.map(({ component, semver, summary }) => `${component} ${semver} (${summary.stage})`).join(', ');
  return {
    text: `Running: ${names}`.slice(0, 3000),
    blocks: rest > 0 ? [...blocks, context(`and ${rest} more`)] : blocks,
  };
}
