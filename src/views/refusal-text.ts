import type { Refusal } from '../release/refusal.ts';
import { listed } from '../release/wording.ts';
import { inertLine } from './escape.ts';
import { mentions } from './mentions.ts';

const most = 8;

/** A refusal as mrkdwn: why not, and who could. */
export function refusalText({ sentence, instead }: Refusal): string {
  const why = inertLine(sentence, 1000);
  return instead.length === 0 ? why : `${why} Ask ${mentions(instead, most, 'or')}.`;
}

/** The same where mentions do not work: field errors and titles. At most 500 characters. */
export function refusalPlain({ sentence, instead }: Refusal, nameOf: (person: string) => string): string {
  if (instead.length === 0) return sentence;
  const named = instead.slice(0, most).map(nameOf);
  const more = instead.length > most ? [`${instead.length - most} more`] : [];
  return `${sentence} Ask ${listed([...named, ...more], 'or')}.`;
}
