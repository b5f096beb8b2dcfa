import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { parseJson } from '../http/read-body.ts';
import type { Workspace } from '../state/workspace.ts';
import type { DeliveryKind, Outcome, Retry } from './outcome.ts';

const mostConnections = 10; // Slack: 10 Socket Mode connections an app
const farewellMs = 250;
const pingEveryMs = 10_000; // the client gives up after 30 s without one

const acknowledgement = z.object({ envelope_id: z.string(), payload: z.unknown() });

/** Why Slack ends a connection; the client reconnects after the first two. */
export type DisconnectReason = 'refresh_requested' | 'warning' | 'link_disabled' | 'too_many_websockets';

/** Socket Mode's side of Slack. */
export interface Sockets {
  readonly open: () => number;
  /** Takes an upgrade request to `/socket`. */
  readonly accept: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Sends one envelope to one connection and waits for its acknowledgement. */
  readonly deliver: (
    kind: DeliveryKind,
    payload: Readonly<Record<string, unknown>>,
    timeoutMs: number,
    retry?: Retry,
  ) => Promise<Outcome>;
  /** Sends a frame as it is to every connection, whatever it holds; returns how many there were. */
  readonly raw: (frame: string | Buffer) => number;
  /** Breaks every connection without a farewell, at once or when the next acknowledgement arrives (which is lost). */
  readonly cut: (when: 'now' | 'at-acknowledgement') => number;
  /** From now on hello is said so many milliseconds late. */
  helloAfterMs: number;
  /** Asks every connection to leave. */
  readonly disconnect: (reason: DisconnectReason) => number;
  readonly stop: () => Promise<void>;
}

/** Connections with tickets of `apps.connections.open`. */
export function createSockets(workspace: Workspace): Sockets {
  const server = new WebSocketServer({ noServer: true });
  const connections: WebSocket[] = [];
  const waiting = new Map<string, (body: unknown) => void>();
  let turn = 0;
  let cutsNext = false;

  const pings = setInterval(() => {
    for (const one of connections) one.ping('Ping from Slack');
  }, pingEveryMs).unref();

  function cutAll(): number {
    const open = [...connections];
    for (const one of open) one.terminate();
    return open.length;
  }

  function received(data: RawData): void {
    if (cutsNext) {
      cutsNext = false;
      cutAll();
      return;
    }
    const read = acknowledgement.safeParse(parseJson(data.toString()));
    if (!read.success) return;
    waiting.get(read.data.envelope_id)?.(read.data.payload ?? '');
  }

  function welcome(connection: WebSocket): void {
    connection.on('message', received);
    connection.on('close', () => {
      const at = connections.indexOf(connection);
      if (at >= 0) connections.splice(at, 1);
      workspace.changes.changed();
    });
    if (connections.length >= mostConnections) {
      connection.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      connection.close();
      return;
    }
    connections.push(connection);
    workspace.changes.changed();
    const debug_info = { host: 'local', build_number: 1, approximate_connection_time: 18060 };
    const connection_info = { app_id: workspace.bot.appId };
    const hello = JSON.stringify({ type: 'hello', num_connections: connections.length, connection_info, debug_info });
    if (sockets.helloAfterMs === 0) connection.send(hello);
    else setTimeout(() => connection.send(hello, () => undefined), sockets.helloAfterMs).unref();
  }

  function next(): WebSocket | undefined {
    const open = connections.filter((one) => one.readyState === WebSocket.OPEN);
    return open[turn++ % Math.max(1, open.length)];
  }

  const sockets: Sockets = {
    helloAfterMs: 0,
    raw: (frame) => {
      for (const one of connections) one.send(frame);
      return connections.length;
    },
    cut: (when) => {
      cutsNext = when === 'at-acknowledgement';
      return cutsNext ? connections.length : cutAll();
    },
    open: () => connections.length,
    accept: (request, socket, head) => {
      const ticket = new URL(request.url ?? '/', 'http://local').searchParams.get('ticket') ?? '';
      if (!workspace.tickets.delete(ticket)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    deliver: async (kind, payload, timeoutMs, retry) => {
      const connection = next();
      if (connection === undefined) return { ok: false, error: 'dispatch_failed', detail: 'no connection' };
      const envelope_id = crypto.randomUUID();
      const retries =
        kind === 'events_api' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {};
      const accepts_response_payload = kind !== 'events_api';
      const answered = new Promise<Outcome>((resolve) => {
        const timer = setTimeout(
          () => resolve({ ok: false, error: 'operation_timeout', detail: 'timeout' }),
          timeoutMs,
        );
        waiting.set(envelope_id, (body) => {
          clearTimeout(timer);
          resolve({ ok: true, body });
        });
      });
      connection.send(JSON.stringify({ envelope_id, type: kind, payload, accepts_response_payload, ...retries }));
      const outcome = await answered;
      waiting.delete(envelope_id);
      return outcome;
    },
    disconnect: (reason) => {
      for (const one of connections) {
        one.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'local' } }));
      }
      return connections.length;
    },
    stop: async () => {
      clearInterval(pings);
      await Promise.all([...connections].map(leave));
      server.close();
    },
  };
  return sockets;
}

/** Closes a connection in order; breaks it when the other side does not answer. */
function leave(connection: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => connection.terminate(), farewellMs);
    connection.once('close', () => {
      clearTimeout(impatience);
      resolve();
    });
    connection.close(1001);
  });
}
