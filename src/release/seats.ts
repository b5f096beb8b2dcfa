import type { Person } from './release.ts';

/** A role that needs so many people. */
export interface Seats {
  readonly role: string;
  readonly needed: number;
  readonly may: (person: Person) => boolean;
}

/** Somebody's word, and the roles in which it counts. */
export interface Approval {
  readonly by: Person;
  /** Who holds the role, where a delegate speaks. */
  readonly for?: Person | undefined;
  readonly roles: readonly string[];
}

/** Who sits where, and which roles still lack how many. */
export interface Seating {
  /** By who holds the role: a delegate sits in the place of who delegated. */
  readonly seated: ReadonlyMap<Person, string>;
  readonly lacking: readonly { readonly role: string; readonly needed: number }[];
}

/** As whom somebody's word counts: a delegate is one with who delegated. */
export function countedAs({ by, for: holder = by }: Pick<Approval, 'by' | 'for'>): Person {
  return holder;
}

/**
 * Seats as many people as can be, each in one role only: whoever may fill several is moved to where nobody else may
 * (a maximum matching, by augmenting paths). Of roles that cannot all be filled the earlier ones are.
 */
export function seat(wanted: readonly Seats[], people: readonly Person[]): Seating {
  const places = wanted.map(({ role, needed, may }) => ({ role, needed, able: people.filter(may) }));
  type Place = (typeof places)[number];
  const taken = new Map<Person, Place>();
  const fill = (place: Place, tried: Set<Person>): boolean => {
    const free = place.able.find((person) => !taken.has(person));
    const found = free ?? place.able.find((person) => movesOn(person, tried));
    if (found !== undefined) taken.set(found, place);
    return found !== undefined;
  };
  /** Whether somebody who sits already can sit elsewhere. */
  const movesOn = (person: Person, tried: Set<Person>): boolean => {
    const place = taken.get(person);
    if (place === undefined || tried.has(person)) return false;
    tried.add(person);
    return fill(place, tried);
  };
  const lacking = places.flatMap((place) => {
    let needed = place.needed;
    while (needed > 0 && fill(place, new Set())) needed -= 1; // where one seat of a role stays empty, so do its others
    return needed === 0 ? [] : [{ role: place.role, needed }];
  });
  return { seated: new Map([...taken].map(([person, { role }]) => [person, role])), lacking };
}

/** Seats those whose word was given, by who holds the role. Nobody counts twice, nor somebody and who speaks for them. */
export function seatApprovals(wanted: readonly Omit<Seats, 'may'>[], approvals: readonly Approval[]): Seating {
  const seats = wanted.map(({ role, needed }) => {
    const able = new Set(approvals.filter(({ roles }) => roles.includes(role)).map(countedAs));
    return { role, needed, may: (person: Person) => able.has(person) };
  });
  return seat(seats, [...new Set(approvals.map(countedAs))]);
}
