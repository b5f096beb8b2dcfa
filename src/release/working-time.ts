const minute = 60_000;
const day = 24 * 60 * minute;

/** Days of the week, as slipway.yml names them. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof weekdays)[number];

/** When people of a workspace are at work, each by their own clock. */
export interface WorkingHours {
  /** Minutes after midnight: from the first of these, until before the second. */
  readonly from: number;
  readonly to: number;
  readonly days: readonly Weekday[];
}

/** A moment as a wall clock and a calendar of the zone show it. */
interface Local {
  /** `2026-12-25` */
  readonly date: string;
  readonly minutes: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(zone, made);
  return made;
}

function localOf(at: number, zone: string): Local {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day: date = '', hour, minute: past } = parts;
  return { date: `${year.padStart(4, '0')}-${month}-${date}`, minutes: Number(hour) * 60 + Number(past) };
}

function isBefore(a: Local, b: Local): boolean {
  return a.date < b.date || (a.date === b.date && a.minutes < b.minutes);
}

/** The first moment at which the zone's clock shows this time or, where summer time leaves it out, a later one. */
function momentOf(local: Local, zone: string): number {
  const asUtc = Date.parse(`${local.date}T00:00:00Z`) + local.minutes * minute;
  // No zone is more than 14 hours ahead of UTC or 12 behind: in between its clock passes this time, by whole minutes.
  let [before, after] = [asUtc - 15 * 60 * minute, asUtc + 15 * 60 * minute];
  while (after - before > minute) {
    const middle = before + Math.floor((after - before) / minute / 2) * minute;
    if (isBefore(localOf(middle, zone), local)) before = middle;
    else after = middle;
  }
  return after;
}

const dayAfter = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + day).toISOString().slice(0, 10);

/** The day of the week of a date such as `2026-12-25`. */
function weekdayOf(date: string): Weekday | undefined {
  return weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()];
}

/** Whether people of the zone are at work. */
export function isWorkingTime(
  at: Date,
  zone: string,
  { from, to, days }: WorkingHours,
  holidays: readonly string[],
): boolean {
  const { date, minutes } = localOf(at.getTime(), zone);
  return !holidays.includes(date) && days.some((one) => one === weekdayOf(date)) && minutes >= from && minutes < to;
}

const mostDays = 1000; // a holiday file that leaves no working day in three years holds nothing back

/**
 * The first moment not before `at` at which people of the zone are at work: `at` itself where they are, else the beginning
 * of their next working day, or of a later one where summer time leaves out the whole of their hours.
 *
 * @param zone IANA name. Throws RangeError for one that does not exist.
 * @param holidays dates such as `2026-12-25`
 */
export function nextWorkingTime(at: Date, zone: string, hours: WorkingHours, holidays: readonly string[]): Date {
  if (isWorkingTime(at, zone, hours, holidays)) return at;
  let { date } = localOf(at.getTime(), zone);
  for (let n = 0; n < mostDays; n += 1) {
    const begins = new Date(momentOf({ date, minutes: hours.from }, zone));
    if (begins >= at && isWorkingTime(begins, zone, hours, holidays)) return begins;
    date = dayAfter(date);
  }
  return at;
}

/** The beginning of the next working day of the zone after the day that `at` is in. */
export function nextMorning(at: Date, zone: string, hours: WorkingHours, holidays: readonly string[]): Date {
  const { date } = localOf(at.getTime(), zone);
  return nextWorkingTime(new Date(momentOf({ date: dayAfter(date), minutes: 0 }, zone)), zone, hours, holidays);
}
