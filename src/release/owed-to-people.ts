import { repliesOwed } from './chase.ts';
import { isRunning, type Person, type Release } from './release.ts';

/** Something that the release owes one person: their direct message as it stands now, a reply below it, the end of their snooze. */
export interface OwedToPerson {
  /** Stable: the same debt has the same key until it is paid. */
  readonly key: string;
  readonly polls: false;
  readonly effect: 'direct-message' | 'reminder' | 'wake';
  readonly person: Person;
}

/**
 * Its key tells by what is shown: one worker at a time writes it, and once it is written what came meanwhile is owed anew.
 * Also where nothing waits any more before a message is known of: a try whose end is unknown may have posted one.
 */
function messageOwed(release: Release, person: Person): readonly OwedToPerson[] {
  const chase = release.chased[person];
  if (chase === undefined || chase.unreachable || chase.shown >= chase.wanted) return [];
  return [{ key: `direct.${person}.${chase.shown}`, effect: 'direct-message', person, polls: false }];
}

/** A new ask is told at once, and with it whatever is late; what is only late waits for the end of a snooze and for working hours. */
function reminderOwed(release: Release, person: Person, now: Date): readonly OwedToPerson[] {
  const { asked, overdue } = repliesOwed(release, person);
  if (asked.length === 0 && overdue.length === 0) return [];
  const chase = release.chased[person];
  const quiet = [chase?.snoozed, chase?.putOff].some((until) => until !== undefined && until > now);
  if (asked.length === 0 && quiet) return [];
  return [{ key: `remind.${person}.${chase?.told}`, effect: 'reminder', person, polls: false }];
}

function wakeOwed(release: Release, person: Person, now: Date): readonly OwedToPerson[] {
  const until = release.chased[person]?.snoozed;
  if (until === undefined || until > now || !isRunning(release)) return [];
  return [{ key: `wake.${person}.${until.getTime()}`, effect: 'wake', person, polls: false }];
}

/** What the release owes each of its people now. */
export function owedToPeople(release: Release, now: Date): readonly OwedToPerson[] {
  return Object.keys(release.chased).flatMap((person) => [
    ...messageOwed(release, person),
    ...reminderOwed(release, person, now),
    ...wakeOwed(release, person, now),
  ]);
}

/** When people are to be reminded who are not at work, or sleep. */
export function remindersDue(release: Release): readonly Date[] {
  return Object.entries(release.chased).flatMap(([person, { snoozed, putOff }]) => {
    const late = repliesOwed(release, person).overdue.length > 0;
    return [...(snoozed === undefined ? [] : [snoozed]), ...(putOff === undefined || !late ? [] : [putOff])];
  });
}
