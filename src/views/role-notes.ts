import { awaitsOwners } from '../release/code-owners.ts';
import { rolesOf } from '../release/entitlement.ts';
import { mayNotSign } from '../release/may-sign.ts';
import type { PlannedStep } from '../release/plan.ts';
import { type Release, stepState } from '../release/release.ts';
import { delegationsOf, peopleInRole } from '../release/role-people.ts';
import type { OwnerGroup } from '../release/role-source.ts';
import { unsignedOwners } from '../release/sign-off.ts';
import { listed } from '../release/wording.ts';
import { slackDate } from './dates.ts';
import { inertLine } from './escape.ts';
import { mention, mentions } from './mentions.ts';
import { roleWords } from './role-words.ts';

const mostGroups = 10;

function patternsOf({ patterns }: OwnerGroup): string {
  const shown = patterns.slice(0, 3).map((pattern) => inertLine(pattern, 60));
  const more = patterns.length - shown.length;
  return listed(more > 0 ? [...shown, `${more} more`] : shown);
}

/** Who has to approve which files still, and what to do about owners who cannot. */
function ownerLine(release: Release, step: string, group: OwnerGroup): string {
  const able = group.people.filter((by) => mayNotSign(release, step, by) === undefined);
  const strangers = group.unknown.slice(0, 10).map((one) => inertLine(one, 60));
  const missing =
    strangers.length === 0
      ? ''
      : ` Not known in Slack: ${listed(strangers)}; name them under \`people:\` in slipway.yml.`;
  if (able.length > 0) return `Owners of ${patternsOf(group)}: ${mentions(able, 8, 'or')}.${missing}`;
  const why =
    group.people.length === 0
      ? 'nobody of them is known in Slack'
      : `${mentions(group.people)} may not sign this (who wrote part of it, or started it, does not)`;
  return `Owners of ${patternsOf(group)}: ${why}.${missing} Those who run the release can name somebody in their place with the word \`role\`.`;
}

function ownerLines(release: Release, { id, step }: PlannedStep): readonly string[] {
  if (!('sign-off' in step)) return [];
  if (awaitsOwners(release, id)) return ['Slipway looks up who owns what changes.'];
  const groups = unsignedOwners(release, id);
  const lines = groups.slice(0, mostGroups).map((group) => ownerLine(release, id, group));
  return groups.length > mostGroups ? [...lines, `… and ${groups.length - mostGroups} more groups of owners.`] : lines;
}

/** What there is to know of the people of a step's roles: owners, delegates, stand-ins. Mrkdwn, a line each. */
export function roleNotes(release: Release, planned: PlannedStep): readonly string[] {
  const zone = release.playbook['time-zone'];
  const delegated = rolesOf(planned)
    .flatMap((role) => delegationsOf(release, role))
    .slice(0, mostGroups)
    .map(({ from, to, until }) => `${mention(to)} acts for ${mention(from)} until ${slackDate(until, zone)}.`);
  const standIns = stepState(release, planned.id).standIns.map(
    (role) =>
      `${mentions(peopleInRole(release, role), 8, 'or')} of *${roleWords(release, role)}* may do it too: it has waited long.`,
  );
  return [...ownerLines(release, planned), ...delegated, ...standIns];
}
