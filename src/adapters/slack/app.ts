import { App, type Receiver } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import type { Routes } from '../http-server.ts';
import { settled } from '../settled.ts';
import { clientOptions } from './client.ts';
import { type DeliveryObserver, observeDeliveries } from './observed-deliveries.ts';
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
  /** Told of every delivery that is let in. */
  readonly observer?: DeliveryObserver;
}

/** Bolt over one of its two transports; the same handlers serve both. */
export interface SlackApp {
  readonly app: App;
  /** What the HTTP server has to serve for Slack; empty in Socket Mode. */
  readonly routes: Routes;
  /** Opens the socket, where there is one. Rejects with Slack's error when the app token is wrong. */
  start(): Promise<void>;
  /**
   * Takes no delivery of the socket any more and waits for the handlers that run, 5 s at most; then closes it, since they
   * answer by it. Stop the HTTP server first, so that it adds none.
   */
  stop(): Promise<void>;
}

const stopWithin = 5000;
const onlyWorkspace = ''; // Bolt keeps clients for each workspace that a delivery names, for ever; nobody uses them

function transportOf(
  { transport, apiUrl, now, logger }: Options,
  reachedUs: (body: object) => boolean,
): { readonly receiver: Receiver; readonly routes: Routes; readonly closeDoor: () => void } {
  const onError = (error: unknown): void => logger.error('A delivery of Slack failed outside of its handler', error);
  if (transport.kind === 'http') {
    const receiver = slackReceiver({ signingSecret: transport.signingSecret, now, reachedUs, onError });
    return { receiver, routes: { 'POST /slack/events': receiver.route }, closeDoor: () => undefined };
  }
  const receiver = socketReceiver({
    ...transport,
    clientOptions: clientOptions({ apiUrl, logger }),
    logger,
    onError,
  });
  return { receiver, routes: {}, closeDoor: receiver.closeDoor };
}

/** Makes the Bolt app. It calls nothing before `start`, not even auth.test: the identity is asked for by `slackIdentity`. */
export function createSlackApp(options: Options): SlackApp {
  const reached = new WeakSet<object>();
  const { receiver, routes, closeDoor } = transportOf(options, (body) => reached.has(body));
  const running = new Set<Promise<void>>();
  const app = new App({
    receiver,
    logger: options.logger,
    clientOptions: clientOptions(options),
    authorize: async () => ({ botToken: options.token, teamId: onlyWorkspace }),
    ignoreSelf: false,
    convoStore: false, // nobody uses it, and it looks into every delivery
  });
  app.use(({ next, body }) => {
    reached.add(body);
    const work = next().finally(() => running.delete(work));
    running.add(work);
    return work;
  });
  if (options.observer !== undefined) observeDeliveries(app, options.observer);
  return {
    app,
    routes,
    async start() {
      await app.start();
    },
    async stop() {
      closeDoor();
      await settled(running, stopWithin);
      await app.stop();
    },
  };
}
