import { literally } from './literally.ts';

/** What GitHub says of the issue that a start form names. */
export type IssueLook =
  | { readonly kind: 'there'; readonly url: string }
  | { readonly kind: 'missing' | 'pull-request' }
  /** It did not answer; the sentence is plain text. */
  | { readonly kind: 'unread'; readonly sentence: string };

/** The number of the issue that a text means: `12`, `#12`, or its address in that repository. Undefined for anything else. */
export function issueNumber(text: string, repository: string): number | undefined {
  const address = `(?:https?://[^/\\s]+/)?${literally(repository)}(?:/issues/|#)`;
  const found = new RegExp(`^(?:#|${address})?([1-9]\\d{0,8})$`, 'i').exec(text.trim())?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Why an answer names no issue of the repository; undefined when it does. Plain text. */
export function issueMistake(text: string, repository: string, look: IssueLook | undefined): string | undefined {
  const number = issueNumber(text, repository);
  if (number === undefined) return `Write the number of an issue of ${repository}, such as 12.`;
  switch (look?.kind) {
    case 'there':
      return undefined;
    case 'missing':
      return `${repository} has no issue #${number}. Write the number of one that is there, or open it first.`;
    case 'pull-request':
      return `#${number} of ${repository} is a pull request. Write the number of the issue that it is about.`;
    default:
      return `GitHub does not say whether there is an issue #${number}${look === undefined ? '' : `: ${look.sentence}`} Press Start again in a moment.`;
  }
}
