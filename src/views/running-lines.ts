import type { ReleaseSummary } from '../release/summary.ts';
import { slackDate } from './dates.ts';
import { inertLine, link } from './escape.ts';
import { mention, mentions } from './mentions.ts';

/** A release as the lists show it. */
export interface ShownRelease {
  readonly component: string;
  readonly semver: string;
  readonly channel: string;
  readonly status: string;
  readonly startedAt: Date;
  readonly summary: ReleaseSummary;
  /** The address of its card; undefined before there is one. */
  readonly cardUrl: string | undefined;
}

/** Its name, leading to its card. */
export function releaseName({ component, semver, cardUrl }: ShownRelease): string {
  const name = `${component} ${semver}`;
  return `*${cardUrl === undefined ? inertLine(name) : link(cardUrl, name)}*`;
}

/** Where it stands: `2 of 5, Release pull request`. */
export function placeOf({ status, summary }: ShownRelease): string {
  if (status === 'withdrawing') {
    const { by } = summary.withdrawn ?? {};
    const who = by === undefined ? '' : ` by ${mention(by)}`;
    return `⛔ withdrawn${who}; the version before is brought back`;
  }
  const stage = `stage ${summary.stages.current} of ${summary.stages.of}, ${inertLine(summary.stage, 100)}`;
  return status === 'paused' ? `paused at ${stage}` : stage;
}

/** Why it is paused, if it is; a line for each thing that it waits for, on whom, since when. Times also in this zone. */
export function waitsOf({ summary }: ShownRelease, zone: string, most = 10): readonly string[] {
  const lines = summary.waiting.map(({ title, people, since }) => {
    const whom = people.length === 0 ? '' : ` · on ${mentions(people, 8, 'or')}`;
    const when = since === undefined ? '' : ` · since ${slackDate(new Date(since), zone)}`;
    return `• waiting: ${inertLine(title, 160)}${whom}${when}`;
  });
  const { paused } = summary;
  const pause =
    paused === undefined
      ? []
      : [
          `• paused by ${mention(paused.by)} since ${slackDate(new Date(paused.since), zone)}: ${inertLine(paused.reason, 200)}`,
        ];
  if (pause.length > 0) return [...pause, ...lines.slice(0, most)];
  return lines.length <= most ? lines : [...lines.slice(0, most), `• and ${lines.length - most} more`];
}
