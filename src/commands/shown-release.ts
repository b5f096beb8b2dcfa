import type { ShownRelease } from '../views/running-lines.ts';
import type { ListedRelease } from './running-release.ts';
import type { StartPorts } from './start-ports.ts';

/** A running release as messages show it. */
export function shownOf({ messageUrl }: Pick<StartPorts, 'messageUrl'>, release: ListedRelease): ShownRelease {
  const { card } = release.summary;
  return { ...release, cardUrl: card === undefined ? undefined : messageUrl(card) };
}
