import { zoneOffset } from '../state/people.ts';
import { NotPossible } from '../state/slack-error.ts';

/** Unix seconds of an ISO date and time; without an offset it is meant in `zone`. A number is taken as it is. */
export function localTime(wanted: unknown, zone: string): number {
  if (typeof wanted === 'number') return wanted;
  const text = String(wanted);
  const bare = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?$/.test(text);
  const seconds = Date.parse(bare ? `${text.replace(' ', 'T')}Z` : text) / 1000;
  if (Number.isNaN(seconds)) throw new NotPossible(`"${text}" is not a date and time like 2026-01-31T14:30`);
  if (!bare) return seconds;
  const guess = seconds - zoneOffset(zone, seconds * 1000);
  return seconds - zoneOffset(zone, guess * 1000);
}
