const day = 86_400_000; // ms; of calendar days, which are counted in UTC

/** A date of the calendar as `2026-11-21`. */
export type CalendarDate = string;

/** The first date in a text, of a time of day the date in a zone; undefined where there is none that the calendar has. */
export function dateIn(text: string, zone: string): CalendarDate | undefined {
  const found = /(?<![\d.-])(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?(?![\d-])/.exec(
    text,
  );
  const [, date, time] = found ?? [];
  if (date === undefined) return undefined;
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== date) return undefined;
  if (time === undefined) return date;
  const moment = new Date(`${date}${time}`);
  return Number.isNaN(moment.getTime()) ? undefined : dateOf(moment, zone);
}

/** The date on which a moment lies in a zone. */
export function dateOf(moment: Date, zone: string): CalendarDate {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(moment); // Sweden writes ISO dates
}

/** Days from one date to another; negative where the other is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day);
}

/** The date so many days later. */
export function daysAfter(date: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}
