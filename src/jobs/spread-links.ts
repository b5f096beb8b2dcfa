import type { Execute } from '../execute.ts';
import type { Log } from './log.ts';

interface Link {
  readonly person: string;
  readonly login: string;
  readonly id: number;
  readonly linkedAt: Date;
}

interface SpreadPorts<L extends Link> {
  readonly links: { toSpread(): Promise<readonly L[]>; spread(link: L): Promise<void> };
  readonly execute: Execute;
  readonly listOpen: () => Promise<readonly { readonly id: string }[]>;
  readonly log: Log;
  now(): Date;
}

/** A start that read the links just before one was made has long appended its release after so many milliseconds. */
const startsMs = 60_000;

/**
 * Has every running release record the links that it does not know: as often as it takes, since it changes nothing twice.
 * A release that cannot be read holds back no other; the link then stays to be spread.
 */
export async function spreadLinks<L extends Link>(ports: SpreadPorts<L>): Promise<void> {
  const links = await ports.links.toSpread();
  if (links.length === 0) return;
  const open = await ports.listOpen();
  for (const link of links) {
    const { person, login, id } = link;
    let reached = true;
    for (const release of open) {
      try {
        const { kind } = await ports.execute(release.id, { type: 'RecordIdentity', person, login, id });
        reached &&= kind !== 'refused';
      } catch (error) {
        reached = false;
        ports.log.error({ err: error, release: release.id, person }, 'a link is not recorded; the sweep tries again');
      }
    }
    if (reached && ports.now().getTime() - link.linkedAt.getTime() > startsMs) await ports.links.spread(link);
  }
}
