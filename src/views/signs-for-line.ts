import { rolesSigned } from '../release/may-sign.ts';
import type { Person, Release } from '../release/release.ts';
import { delegationsOf } from '../release/role-people.ts';
import { signsFor } from '../release/sign-off.ts';
import { listed } from '../release/wording.ts';
import { slackDate } from './dates.ts';
import { mention } from './mentions.ts';
import { roleWords } from './role-words.ts';

/** Of a delegate, in whose place they would sign, and until when. Mrkdwn; undefined for who signs for themselves. */
export function signsForLine(release: Release, step: string, person: Person): string | undefined {
  const holder = signsFor(release, step, person);
  if (holder === undefined) return undefined;
  const roles = rolesSigned(release, step, person, holder);
  const handed = roles
    .flatMap((role) => delegationsOf(release, role))
    .find((d) => d.from === holder && d.to === person);
  const until = handed === undefined ? '' : ` until ${slackDate(handed.until, release.playbook['time-zone'])}`;
  return `🤝 You sign for ${mention(holder)}, who handed ${listed(roles.map((role) => `*${roleWords(release, role)}*`))} to you${until}.`;
}
