import type { Release } from '../release/release.ts';
import { slackDate } from '../views/dates.ts';
import { inertLine } from '../views/escape.ts';
import { mention } from '../views/mentions.ts';

/** What a click on a release that has ended is answered with: how it ended, by whom, when. Mrkdwn. */
export function notRunning(release: Release): string {
  const { at, by } = release.statusChange;
  const what = `${inertLine(release.component.name)} ${release.semver}`;
  const when = slackDate(at, release.playbook['time-zone']);
  if (release.withdrawn !== undefined)
    return `${what} was withdrawn by ${mention(release.withdrawn.by)} ${slackDate(release.withdrawn.at, release.playbook['time-zone'])}; \`start\` begins the release that takes its place.`;
  if (release.status === 'closed') return `${what} was released ${when}; there is nothing left to do.`;
  return `${what} was cancelled${by === undefined ? '' : ` by ${mention(by)}`} ${when}; \`start\` begins a new release.`;
}
