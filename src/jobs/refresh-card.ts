import { RefusedOutside } from '../release/outside-errors.ts';
import { owedBy } from '../release/owed.ts';
import { isRunning, type Release } from '../release/release.ts';
import type { MessageView } from '../views/message.ts';
import { releaseCard } from '../views/release-card.ts';
import type { Log } from './log.ts';

interface RefreshCardPorts {
  readonly log: Log;
  readonly slack: {
    /** Throws Outage or RefusedOutside. */
    update(message: { readonly channel: string; readonly ts: string; readonly message: MessageView }): Promise<void>;
  };
  readonly releases: {
    /** Records which version of the release the card shows. */
    markShown(id: string, version: number): Promise<void>;
  };
  readonly githubUrl: string;
  now(): Date;
}

/** Brings the card up to the present state. A card that cannot be changed for good (deleted, its channel archived) counts as shown. */
export async function refreshCard(ports: RefreshCardPorts, release: Release): Promise<void> {
  const card = release.posted['card'];
  if (card === undefined && release.outbox.some((m) => m.id === 'card')) return; // posted first, as it then stands
  if (card !== undefined) {
    try {
      await ports.slack.update({ ...card, message: releaseCard(release, ports.githubUrl) });
    } catch (error) {
      if (!(error instanceof RefusedOutside)) throw error;
      ports.log.warn({ err: error, release: release.id, remedy: error.remedy }, 'card not refreshed');
    }
  }
  if (!isRunning(release) && owedBy(release, ports.now()).length > 0) return; // an ended release is swept only while its card is behind
  await ports.releases.markShown(release.id, release.visible);
}
