import { App, type Receiver } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import type { Routes } from '../http-server.ts';
import { clientOptions } from './client.ts';
import { slackReceiver } from './receiver.ts';
import { socketReceiver } from './socket-receiver.ts';

export type Transport =
  | { readonly kind: 'http'; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly appToken: string };

interface Options {
  readonly transport: Transport;
  readonly token: string;
  readonly apiUrl?: string | undefined;
  readonly now: () => Date;
  readonly logger: Logger;
}

/** Bolt over one of its two transports; the same handlers serve both. */
export interface SlackApp {
  readonly app: App;
  /** What the HTTP server has to serve for Slack; empty in Socket Mode. */
  readonly routes: Routes;
  /** Opens the socket, where there is one. Rejects with Slack's error when the app token is wrong. */
  start(): Promise<void>;
  /** Waits for every handler that is running. Stop the HTTP server first, so that none is added. */
  stop(): Promise<void>;
}

/** How long a stop waits for handlers before it closes the socket by which they answer. */
const graceMs = 3000;

function transportOf({ transport, apiUrl, now, logger }: Options): { receiver: Receiver; routes: Routes } {
  const onError = (error: unknown): void => logger.error('A delivery of Slack failed outside of its handler', error);
  if (transport.kind === 'http') {
    const receiver = slackReceiver({ signingSecret: transport.signingSecret, now, onError });
    return { receiver, routes: { 'POST /slack/events': receiver.route } };
  }
  const options = clientOptions({ apiUrl, logger });
  return { receiver: socketReceiver({ ...transport, clientOptions: options, logger, onError }), routes: {} };
}

/** Makes the Bolt app. It calls nothing before `start`, not even auth.test: the identity is asked for by `slackIdentity`. */
export function createSlackApp(options: Options): SlackApp {
  const { receiver, routes } = transportOf(options);
  const running = new Set<Promise<void>>();
  const app = new App({
    receiver,
    logger: options.logger,
    clientOptions: clientOptions(options),
    authorize: async () => ({ botToken: options.token }),
    ignoreSelf: false,
  });
  app.use(({ next }) => {
    const work = next().finally(() => running.delete(work));
    running.add(work);
    return work;
  });
  const idle = async (): Promise<void> => {
    while (running.size > 0) await Promise.allSettled(running);
  };
  return {
    app,
    routes,
    async start() {
      await app.start();
    },
    async stop() {
      const grace = new AbortController();
      await Promise.race([idle(), pause(graceMs, grace.signal)]);
      grace.abort();
      await app.stop();
      await idle();
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}
