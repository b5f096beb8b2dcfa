import { section } from './blocks.ts';
import { mentions } from './mentions.ts';
import type { MessageView } from './message.ts';
import { placeOf, releaseName, type ShownRelease } from './running-lines.ts';

function line(release: ShownRelease): string {
  const people = [...new Set(release.summary.waiting.flatMap((w) => w.people))];
  const whom = people.length === 0 ? '' : `, waits on ${mentions(people, 4, 'or')}`;
  return `• ${releaseName(release)} in <#${release.channel}>: ${placeOf(release)}${whom}`;
}

/** All running releases of the workspace, a line each. */
export function listMessage(releases: readonly ShownRelease[]): MessageView {
  const head = releases.length === 1 ? 'One release is running' : `${releases.length} releases are running`;
  return { text: head, blocks: [section(`*${head}*`, ...releases.map(line))] };
}
