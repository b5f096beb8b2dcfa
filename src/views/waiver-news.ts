import { waiversOf } from '../release/entitlement.ts';
import type { ReleaseEvent } from '../release/events.ts';
import { plannedStep, type Release, stepState } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { inertLine, link } from './escape.ts';
import { mention, mentions } from './mentions.ts';

const outcomeWords = { pass: 'passed', wait: 'not yet', fail: 'red', unavailable: 'cannot be read' } as const;

/** That a check was waived: by whom, why, and what it last said. Mrkdwn; `name` is the check's. */
export function waiverNews(
  name: string,
  { by, reason, said }: Extract<ReleaseEvent, { type: 'CheckWaived' }>,
): readonly string[] {
  const first = `🟡 Waived by ${mention(by)}: ${name} · “${inertLine(reason, 600)}”`;
  if (said === undefined) return [first, 'It had not been read yet. The release goes on without it.'];
  const words = said.link === undefined ? inertLine(said.sentence, 500) : link(said.link, said.sentence, 500);
  return [first, `It last said (${outcomeWords[said.outcome]}): ${words}`, 'The release goes on without it.'];
}

/** The waivers that a moved head made void, to those who gave them. Mrkdwn, a line each. */
export function voidedWaivers(release: Release, head: string): readonly string[] {
  return release.plan.flatMap((planned) => {
    const given = stepState(release, planned.id).voidedWaivers.filter((one) => one.head === head);
    const name = `*${inertLine(titleOf(release, planned), 160)}*`;
    return given.map(({ by }) => `${mention(by)}: your waiver of ${name} is void; it is read again.`);
  });
}

/** Who may let the release go on without a red check, as a sentence to follow another; empty where nobody may. Mrkdwn. */
export function mayBeWaived(release: Release, step: string): string {
  const planned = plannedStep(release, step);
  const people = planned === undefined ? [] : waiversOf(release, planned);
  return people.length === 0 ? '' : ` ${mentions(people, 8, 'or')} may waive it, with a reason.`;
}
