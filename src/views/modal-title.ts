import type { PlainTextElement } from '@slack/types';
import type { Release } from '../release/release.ts';
import { shortened } from '../release/shortened.ts';
import { plain } from './blocks.ts';

const longest = 24; // https://docs.slack.dev/reference/views/modal-views

/** What a modal does to which version. Where that is too long the version is what must not be lost: the modal names the component too. */
export function modalTitle({ component, semver }: Release, deed?: string): PlainTextElement {
  const whole = [deed, component.name, semver].filter((one) => one !== undefined).join(' ');
  if (whole.length <= longest) return plain(whole, longest);
  const first = deed ?? shortened(component.name, Math.max(2, longest - semver.length - 1));
  return plain(`${first} ${semver}`, longest);
}
