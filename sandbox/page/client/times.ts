import { zone } from './model.ts';

const parts = {
  date: { dateStyle: 'medium' },
  day: { weekday: 'long', month: 'long', day: 'numeric' },
  time: { timeStyle: 'short' },
  both: { dateStyle: 'medium', timeStyle: 'short' },
} as const;

/** A time, or a part of it, as the person reads it; `at` in milliseconds. */
export function timeOf(at: number, part: keyof typeof parts = 'both'): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: zone(), ...parts[part] }).format(at);
}
