import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { DisconnectReason, Sockets } from '../delivery/transport-socket.ts';
import { answerJson } from '../http/answer.ts';
import { parseJson, readBody } from '../http/read-body.ts';
import type { Sandbox } from '../people/sandbox.ts';
import { everythingSeen } from '../people/sees.ts';
import { personByName } from '../state/people.ts';
import { NotPossible, SlackError } from '../state/slack-error.ts';
import { type Faults, fault } from '../web-api/faults.ts';
import type { RateLimits } from '../web-api/rate-limits.ts';
import { act, doAct } from './act.ts';
import type { Overview } from './records.ts';
import { changeWorld, worldChange } from './world-changes.ts';

/** What the control API reaches. */
export interface Controlled extends Sandbox {
  readonly faults: Faults;
  readonly rateLimits: RateLimits;
  readonly sockets: Sockets;
}

const longestPoll = 30_000;
const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const local = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

type Route = (controlled: Controlled, body: unknown, url: URL) => unknown;

const reasons: z.ZodType<DisconnectReason> = z.enum([
  'refresh_requested',
  'warning',
  'link_disabled',
  'too_many_websockets',
]);

/** What Slack's socket should never do: a frame as it is, as text or binary; a cut; a late hello. */
const socketDeed = z.strictObject({
  text: z.string().exactOptional(),
  base64: z.string().exactOptional(),
  cut: z.enum(['now', 'at-acknowledgement']).exactOptional(),
  helloAfterMs: z.number().min(0).exactOptional(),
});
export type SocketDeed = z.input<typeof socketDeed>;

const routes: Readonly<Record<string, Route>> = {
  'GET /control/overview': (controlled) => overviewOf(controlled),
  'GET /control/changes': async ({ workspace }, _body, url) => {
    const since = Number(url.searchParams.get('since') ?? -1);
    const within = Math.min(Number(url.searchParams.get('within') ?? longestPoll), longestPoll);
    return { changes: await workspace.changes.after(since, within) };
  },
  'GET /control/calls': ({ workspace }) => workspace.journal.calls,
  'GET /control/refusals': ({ workspace }) => workspace.journal.refusals,
  'GET /control/deliveries': ({ workspace }) => workspace.journal.deliveries,
  'POST /control/forget': ({ workspace }) => {
    const { calls, refusals, deliveries } = workspace.journal;
    for (const list of [calls, refusals, deliveries]) list.length = 0;
  },
  'POST /control/world': ({ workspace }, body) => changeWorld(workspace, worldChange.parse(body)),
  'POST /control/faults': ({ faults }, body) => faults.add(fault.parse(body)),
  'DELETE /control/faults': ({ faults }) => faults.clear(),
  'POST /control/rate-limits': ({ rateLimits }, body) => {
    rateLimits.on = z.strictObject({ on: z.boolean() }).parse(body).on;
  },
  'POST /control/events-url': ({ delivery }, body) => {
    delivery.options.eventsUrl = z.strictObject({ url: z.url().nullable() }).parse(body).url ?? undefined;
  },
  'POST /control/replay': ({ delivery }, body) =>
    delivery.replay(z.strictObject({ id: z.string().exactOptional() }).parse(body).id),
  'POST /control/verify': async ({ delivery }) => ({ verified: await delivery.verify() }),
  'POST /control/disconnect': ({ sockets }, body) => ({
    connections: sockets.disconnect(
      z.strictObject({ reason: reasons.default('refresh_requested') }).parse(body).reason,
    ),
  }),
  'POST /control/socket': ({ sockets }, body) => {
    const { text, base64, cut, helloAfterMs } = socketDeed.parse(body);
    if (helloAfterMs !== undefined) sockets.helloAfterMs = helloAfterMs;
    if (text !== undefined) sockets.raw(text);
    if (base64 !== undefined) sockets.raw(Buffer.from(base64, 'base64'));
    if (cut !== undefined) sockets.cut(cut);
  },
  'GET /control/idle': async ({ workspace, delivery }, _body, url) => {
    const until = Date.now() + Math.min(Number(url.searchParams.get('within') ?? longestPoll), longestPoll);
    while (delivery.underWay() > 0 && Date.now() < until) {
      await workspace.changes.after(workspace.changes.count(), Math.max(1, until - Date.now()));
    }
    return { underWay: delivery.underWay() };
  },
};

/** Serves `/control/…` to this machine only: 200 with a result, 409 for what a person cannot do, 400 for nonsense. */
export async function serveControl(
  controlled: Controlled,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const here = loopback.has(request.socket.remoteAddress ?? '') && local.test(request.headers.host ?? '');
  if (!here) return answerJson(response, 403, { error: 'the control API is for this machine only' });
  const url = new URL(request.url ?? '/', 'http://local');
  const body = parseJson((await readBody(request)).toString() || '{}');
  try {
    answerJson(response, 200, { result: (await route(controlled, request.method ?? 'GET', url, body)) ?? null });
  } catch (error) {
    if (error instanceof NotPossible) answerJson(response, 409, { error: error.message });
    else if (error instanceof SlackError) answerJson(response, 409, { error: error.message });
    else if (error instanceof z.ZodError) answerJson(response, 400, { error: z.prettifyError(error) });
    else throw error;
  }
}

function route(controlled: Controlled, method: string, url: URL, body: unknown): unknown {
  const person = /^\/control\/people\/([^/]+)$/.exec(url.pathname)?.[1];
  if (person !== undefined && method === 'POST') return doAct(controlled, decodeURIComponent(person), act.parse(body));
  if (person !== undefined && method === 'GET') {
    const { workspace } = controlled;
    const newest = Number(url.searchParams.get('newest') ?? 20);
    return everythingSeen(workspace, personByName(workspace, decodeURIComponent(person)), newest);
  }
  const found = routes[`${method} ${url.pathname}`];
  if (found === undefined) throw new NotPossible(`no such control: ${method} ${url.pathname}`);
  return found(controlled, body, url);
}

function overviewOf({ workspace, delivery, sockets }: Controlled): Overview {
  const nameOf = (id: string) =>
    id === workspace.bot.userId ? workspace.bot.name : (workspace.people.get(id)?.name ?? id);
  return {
    team: workspace.team,
    bot: workspace.bot,
    people: [...workspace.people.values()],
    channels: [...workspace.channels.values()].map((one) => ({ ...one, members: [...one.members].map(nameOf) })),
    groups: [...workspace.groups.values()].map((one) => ({ ...one, members: one.members.map(nameOf) })),
    transport: delivery.transport(),
    sockets: sockets.open(),
    changes: workspace.changes.count(),
  };
}
