import type { KnownBlock } from '@slack/types';

/** A message as Slack takes it: `text` is what notifications and screen readers say. */
export interface MessageView {
  readonly text: string;
  readonly blocks: KnownBlock[];
}
