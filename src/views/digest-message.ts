import type { Person, Release } from '../release/release.ts';
import { waitsFor } from '../release/waits-for.ts';
import { counted } from '../release/wording.ts';
import { context, section } from './blocks.ts';
import { nameOf, timesOf } from './direct-message.ts';
import { inertLine } from './escape.ts';
import { mention } from './mentions.ts';
import type { MessageView } from './message.ts';
import { stepButton } from './step-buttons.ts';

const most = 10; // releases: a message's blocks hold about 13,200 characters in all
const stepsEach = 1;

/** What waits for a person in several releases, as one message of a morning: each with the button for its first step. */
export function digestMessage(
  entries: readonly { readonly release: Release; readonly cardUrl: string | undefined }[],
  person: Person,
): MessageView {
  const line = `⏰ ${mention(person)}: ${counted(entries.length, 'release')} ${entries.length === 1 ? 'waits' : 'wait'} for you.`;
  const blocks = entries.slice(0, most).map(({ release, cardUrl }) => {
    const waiting = waitsFor(release, person);
    const lines = waiting
      .slice(0, stepsEach)
      .flatMap((one) => [`*${inertLine(one.title, 120)}*`, timesOf(release, one)]);
    const more = waiting.length > stepsEach ? [`and ${waiting.length - stepsEach} more`] : [];
    const [first] = waiting;
    const accessory = first === undefined ? undefined : stepButton(release, first.planned, 'primary');
    const block = section(`*${nameOf(release, cardUrl)}*`, ...lines, ...more);
    return accessory === undefined ? block : { ...block, accessory };
  });
  const rest = entries.length - blocks.length;
  return {
    text: line,
    blocks: [section(line), ...blocks, ...(rest > 0 ? [context(`and ${rest} more: Home shows all`)] : [])],
  };
}
