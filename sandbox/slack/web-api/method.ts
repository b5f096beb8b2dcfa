import type { Channel } from '../state/entities.ts';
import { SlackError } from '../state/slack-error.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Arguments } from './arguments.ts';

/** Calls a minute (tier 2 20, tier 3 50, tier 4 100); `post`: 1 a second a channel; `ample`: hundreds a minute. */
export type Tier = 2 | 3 | 4 | 'post' | 'ample';

/** One Web API method. */
export interface Method {
  /** One of these must have been granted; none: every token may. */
  readonly scopes: readonly string[];
  readonly tier: Tier;
  /** `app`: takes the app-level token, no other. */
  readonly token?: 'app';
  readonly run: (workspace: Workspace, args: Arguments) => Record<string, unknown>;
}

/** Refuses with `missing_scope` unless one of `needed` was granted. */
export function requireScope(workspace: Workspace, ...needed: readonly string[]): void {
  const granted = workspace.app.scopes;
  if (granted === undefined || needed.length === 0 || needed.some((scope) => granted.has(scope))) return;
  throw new SlackError('missing_scope', [], { needed: needed.join(','), provided: [...granted].join(',') });
}

const families = { public: 'channels', private: 'groups', im: 'im' } as const;

/** Refuses unless the scope for this kind of conversation (`channels:read`, `groups:history`, …) was granted. */
export function requireConversationScope(workspace: Workspace, channel: Channel, right: 'read' | 'history'): void {
  requireScope(workspace, `${families[channel.kind]}:${right}`);
}

/** One page of a list, with Slack's opaque cursor. */
export function page<T>(all: readonly T[], args: Arguments, standard: number, most: number) {
  const limit = args.count('limit') ?? standard;
  if (limit < 1 || limit > most) throw new SlackError('invalid_limit');
  const cursor = args.optional('cursor') ?? '';
  const start = cursor === '' ? 0 : Number(/^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1]);
  if (Number.isNaN(start)) throw new SlackError('invalid_cursor');
  const end = start + limit;
  const next = end < all.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: all.slice(start, end), next };
}
