import type { Fleet } from './fleet.ts';

const hour = 3_600_000;

/** Moves the world's time just past a full hour: what is polled hourly is then polled within the hour because of nothing else. */
export function onTheHour(fleet: Pick<Fleet, 'later'>): void {
  fleet.later(hour - (Date.now() % hour) + 1000);
}
