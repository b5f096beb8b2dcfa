import type { ModalView } from '@slack/types';
import type { Execute } from '../execute.ts';
import type { Link } from '../release/accounts.ts';
import type { Playbook } from '../release/playbook.ts';
import type { SlipwayFile } from '../slipway-file.ts';
import type { RecentReleases } from './recent-release.ts';
import type { ListedRelease } from './running-release.ts';
import type { StartFactsReader } from './start-facts.ts';
import type { StartPeople } from './start-people.ts';
import type { ChannelStanding } from './start-place.ts';

/** What the start story needs. */
export interface StartPorts extends StartPeople {
  readonly execute: Execute;
  readonly releases: RecentReleases & { byId(id: string): Promise<ListedRelease | undefined> };
  readonly facts: StartFactsReader;
  readonly channels: { get(id: string): Promise<ChannelStanding> };
  /** Every link of a person to a GitHub account that there is or was. */
  readonly links: {
    all(): Promise<readonly (Link & { readonly current: boolean })[]>;
    /** As this process read them last. */
    known(): readonly (Link & { readonly current: boolean })[];
  };
  readonly modals: {
    /** Without a hash whatever the modal has become. */
    update(
      shown: { readonly id: string; readonly hash?: string },
      view: ModalView,
    ): Promise<{ readonly kind: 'updated'; readonly hash: string } | { readonly kind: 'stale' }>;
  };
  slipway(): SlipwayFile;
  playbooks(): ReadonlyMap<string, { readonly playbook: Playbook; readonly digest: string }>;
  messageUrl(message: { readonly channel: string; readonly ts: string }): string;
  now(): Date;
  /** Six letters or digits that no other release has. */
  random(): string;
}
