import type { Release } from '../release/release.ts';
import { section } from './blocks.ts';
import { inertLine } from './escape.ts';
import { mention } from './mentions.ts';
import type { MessageView } from './message.ts';

/** What the channels read in which a release was announced that is withdrawn now. */
export function withdrawalNotice(release: Release): MessageView {
  const { component, semver, previousTag, withdrawn } = release;
  const what = `${inertLine(component.name, 80)} ${inertLine(semver, 60)}`;
  const who = withdrawn === undefined ? '' : ` by ${mention(withdrawn.by)}`;
  const use = previousTag === undefined ? [] : [`Use ${inertLine(previousTag, 80)} until a new version is announced.`];
  return {
    text: `${what} was withdrawn: do not use it.`,
    blocks: [
      section(`⛔ *${what}* was withdrawn${who}: do not use it. ${inertLine(withdrawn?.reason ?? '', 1000)}`, ...use),
    ],
  };
}
