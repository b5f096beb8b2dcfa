import type { Person } from '../release/release.ts';
import { listed } from '../release/wording.ts';

/** How a person is named so that Slack shows and notifies them; Slipway itself by its name. */
export function mention(person: Person): string {
  return person === 'slipway' ? 'Slipway' : `<@${person.replaceAll(/[^\w-]/g, '')}>`;
}

/** `A, B and C`; from the ninth on only how many more. */
export function mentions(people: readonly Person[], most = 8, joint: 'and' | 'or' = 'and'): string {
  const named = people.slice(0, most).map(mention);
  const more = people.length - named.length;
  return listed(more > 0 ? [...named, `${more} more`] : named, joint);
}
