import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Slack } from './client.ts';
import { codeOf } from './slack-errors.ts';

type Opened = { readonly kind: 'opened'; readonly id: string; readonly hash: string } | { readonly kind: 'expired' };

/** Modals. All throw Outage or RefusedOutside. */
export interface Modals {
  open(triggerId: string, view: ModalView): Promise<Opened>;
  /** On top of the modal that was clicked in; a stack holds three. */
  push(triggerId: string, view: ModalView): Promise<Opened>;
  /** stale: the modal changed since that hash, or was closed. Without a hash it is replaced whatever it has become. */
  update(
    shown: { readonly id: string; readonly hash?: string },
    view: ModalView,
  ): Promise<{ readonly kind: 'updated'; readonly hash: string } | { readonly kind: 'stale' }>;
}

const answered = z.object({ view: z.object({ id: z.string(), hash: z.string() }) });
const ranOut: ReadonlySet<string | undefined> = new Set([
  'exchanged_trigger_id',
  'expired_trigger_id',
  'invalid_trigger_id',
  'trigger_exchanged',
  'trigger_expired',
]);
const moved: ReadonlySet<string | undefined> = new Set(['hash_conflict', 'not_found']);

/** The answer, or undefined where Slack says one of the codes that are expected. */
async function unless<T>(codes: ReadonlySet<string | undefined>, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (codes.has(codeOf(error))) return undefined;
    throw error;
  }
}

export function slackModals(slack: Slack): Modals {
  async function shown(method: 'views.open' | 'views.push', run: (client: WebClient) => Promise<unknown>) {
    const answer = await slack.quickly({ method }, (client) => unless(ranOut, run(client)));
    if (answer === undefined) return { kind: 'expired' } as const;
    return { kind: 'opened', ...answered.parse(answer).view } as const;
  }
  return {
    open: (triggerId, view) => shown('views.open', (client) => client.views.open({ trigger_id: triggerId, view })),
    push: (triggerId, view) => shown('views.push', (client) => client.views.push({ trigger_id: triggerId, view })),
    async update({ id, hash }, view) {
      const answer = await slack.quickly({ method: 'views.update' }, (client) =>
        unless(moved, client.views.update({ view_id: id, view, ...(hash === undefined ? {} : { hash }) })),
      );
      if (answer === undefined) return { kind: 'stale' };
      return { kind: 'updated', hash: answered.parse(answer).view.hash };
    },
  };
}
