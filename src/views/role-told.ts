import { rolesOf } from '../release/entitlement.ts';
import { type Person, plannedStep, type Release, type RoleEvent, stepState } from '../release/release.ts';
import { peopleInRole } from '../release/role-people.ts';
import { titleOf, waitingOf } from '../release/waiting.ts';
import { listed } from '../release/wording.ts';
import { slackDate } from './dates.ts';
import { inertLine } from './escape.ts';
import { mention, mentions } from './mentions.ts';
import { roleWords } from './role-words.ts';
import { asksPeople } from './waiting-lines.ts';

type Of<T extends RoleEvent['type']> = Extract<RoleEvent, { type: T }>;
interface Told {
  readonly lines: readonly string[];
  readonly asks?: readonly string[];
}

const named = 50; // who is not named is not notified

/** What waits for people who have come into a role: they are asked for it. */
function asked(release: Release, role: string, people: readonly Person[]): Pick<Told, 'lines' | 'asks'> {
  const waiting = waitingOf(release).filter(
    (w) =>
      asksPeople(release, w) &&
      w.state.status === 'active' &&
      (rolesOf(w.planned).includes(role) || w.state.standIns.includes(role)) &&
      people.some((person) => w.people.includes(person)),
  );
  if (waiting.length === 0) return { lines: [] };
  const able = people.filter((person) => waiting.some((w) => w.people.includes(person)));
  const titles = waiting.map(({ title }) => `*${inertLine(title, 160)}*`);
  return {
    lines: [`${mentions(able, named)}: this waits for you now: ${listed(titles)}.`],
    asks: waiting.map(({ planned }) => planned.id),
  };
}

function refreshed(release: Release, { role, people, came, left, because }: Of<'RoleRefreshed'>): Told {
  const moves = [
    ...(came.length === 0 ? [] : [`${mentions(came)} came`]),
    ...(left.length === 0 ? [] : [`${mentions(left)} left and may not act in it any more`]),
  ];
  const empty = people.length === 0 ? ['Nobody is left in it.'] : [];
  const { lines, ...asks } = asked(release, role, came);
  return {
    lines: [
      `👥 *${roleWords(release, role)}* changed: ${listed(moves)}. ${inertLine(because, 300)}`,
      ...empty,
      ...lines,
    ],
    ...asks,
  };
}

function roleChanged(release: Release, { role, people, came, by, reason }: Of<'RoleChanged'>): Told {
  const who = people.length === 0 ? 'nobody beside the owners' : mentions(people);
  const { lines, ...asks } = asked(release, role, came);
  return {
    lines: [
      `👥 *${roleWords(release, role)}* is now ${who}, changed by ${mention(by)}: ${inertLine(reason, 1000)}`,
      ...lines,
    ],
    ...asks,
  };
}

function delegated(release: Release, { role, from, to, until, reason }: Of<'DelegationGiven'>): Told {
  const at = slackDate(new Date(until), release.playbook['time-zone']);
  const { lines, ...asks } = asked(release, role, [to]);
  return {
    lines: [
      `🤝 ${mention(from)} hands *${roleWords(release, role)}* to ${mention(to)} until ${at}: ${inertLine(reason, 1000)}`,
      ...lines,
    ],
    ...asks,
  };
}

function escalated(release: Release, { step, role }: Of<'Escalated'>): Told {
  const planned = plannedStep(release, step);
  const title = planned === undefined ? step : titleOf(release, planned);
  const people = planned === undefined ? [] : rolesOf(planned).flatMap((one) => peopleInRole(release, one));
  const lines = [
    `🆙 Escalated: *${inertLine(title, 160)}* has waited long for ${mentions([...new Set(people)], 8, 'or')}; ${mentions(peopleInRole(release, role), named)} of *${roleWords(release, role)}*: you may do it too.`,
  ];
  return planned === undefined || stepState(release, step).status !== 'active' ? { lines } : { lines, asks: [step] };
}

/** What is told in the thread of a change in who may act, and of whom it asks what. */
export function roleTold(release: Release, event: Exclude<RoleEvent, { type: 'OwnersFound' }>): Told {
  switch (event.type) {
    case 'RoleRefreshed':
      return refreshed(release, event);
    case 'RoleChanged':
      return roleChanged(release, event);
    case 'DelegationGiven':
      return delegated(release, event);
    case 'DelegationEnded': {
      const how = event.by === 'slipway' ? 'its time is over' : `ended by ${mention(event.by)}`;
      return {
        lines: [
          `🤝 ${mention(event.to)} no longer acts as *${roleWords(release, event.role)}* for ${mention(event.from)}: ${how}.`,
        ],
      };
    }
    case 'Escalated':
      return escalated(release, event);
  }
}
