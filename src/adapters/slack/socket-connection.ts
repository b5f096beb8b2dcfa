import { setTimeout as setTimeoutOf } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';

type Client = SocketModeReceiver['client'];

const helloWithin = 10_000;
const closesWithin = 1000; // of a peer that leaves the farewell unanswered; the library waits 30 s
const closing: number = WebSocket.CLOSING;
const lasting = 10_000; // a connection that held so long was a good one
const longestPause = 30_000;

/** The one connection to Slack, opened again as often as it ends. */
export interface Connection {
  /** Resolves when Slack says hello. Rejects with Slack's error when the first connection cannot be had. */
  open(): Promise<void>;
  /** Ends the connection of this moment, when the promise is fulfilled; another follows at once. */
  renew(when: Promise<unknown>): void;
  close(): Promise<void>;
}

/** Resolves when it is time, or as soon as it is not to be waited for any more. */
async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await setTimeoutOf(ms, undefined, signal === undefined ? { ref: false } : { signal }).catch(() => undefined);
}

/** The first try follows at once, then they become rarer. */
const pauseAfter = (failures: number): number => (failures <= 0 ? 0 : Math.min(250 * 2 ** failures, longestPause));

/**
 * Keeps a client connected. @slack/socket-mode 3.1 would wait 5 s before it comes back, and when Slack is down at that
 * moment its rejection is handled by nobody, which ends the process: so its own reconnecting is to be switched off.
 */
export function keepConnected(client: Client, onError: (error: unknown) => void): Connection {
  const stopping = new AbortController();

  function farewell(leaving = client.websocket): void {
    leaving?.disconnect();
    setTimeout(() => leaving?.readyState === closing && leaving.disconnect(), closesWithin).unref();
  }

  /** Resolves, once Slack has said hello, to the promise of this connection's end. */
  async function connect(): Promise<{ readonly ended: Promise<unknown> }> {
    const silent = setTimeout(farewell, helloWithin);
    try {
      await client.start();
    } catch (error) {
      throw error ?? new Error('Slack ended the connection before it said hello.');
    } finally {
      clearTimeout(silent);
    }
    const ended = new Promise((resolve) => client.once('disconnected', resolve));
    if (stopping.signal.aborted) farewell();
    return { ended: client.websocket?.isActive() === true ? ended : Promise.resolve() };
  }

  async function stay(first: Promise<unknown>): Promise<void> {
    let failures = 0;
    let ended = first;
    while (true) {
      const since = performance.now();
      await ended;
      failures = performance.now() - since > lasting ? 0 : failures + 1;
      for (let connected = false; !connected; ) {
        await pause(pauseAfter(failures - 1), stopping.signal);
        if (stopping.signal.aborted) return;
        try {
          ({ ended } = await connect());
          connected = true;
        } catch (error) {
          failures += 1;
          onError(error);
        }
      }
    }
  }

  return {
    async open() {
      const { ended } = await connect();
      void stay(ended);
    },
    renew(when) {
      const leaving = client.websocket;
      void when.then(() => farewell(leaving));
    },
    async close() {
      stopping.abort();
      if (client.websocket === undefined) return;
      const gone = new Promise((resolve) => client.once('disconnected', resolve));
      farewell();
      await Promise.race([gone, pause(2 * closesWithin)]);
    },
  };
}
