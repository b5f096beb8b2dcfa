import { type App, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger, WebClientOptions } from '@slack/web-api';
import { z } from 'zod';
import { isDelivery } from './delivery-shape.ts';

interface Options {
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly logger: Logger;
  onError(error: unknown): void;
}

const envelope = z.looseObject({ type: z.string(), payload: z.unknown().optional() });
const delivering: ReadonlySet<string> = new Set(['slash_commands', 'interactive', 'events_api']);

/** Whether a message on the socket is one to hand on: hello or disconnect, or a delivery that has a form. */
function isFit(data: unknown): boolean {
  try {
    const read = envelope.safeParse(JSON.parse(String(data)));
    return read.success && (!delivering.has(read.data.type) || isDelivery(read.data.payload));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/**
 * Puts a door before Slack's socket client: @slack/socket-mode 3.1 rejects unhandled, which ends the process, on an
 * event that is null. What has no form goes no further, and is not acknowledged: a person who waits for it is told by Slack.
 */
function guard(client: SocketModeReceiver['client'], onError: Options['onError']): void {
  const handlers = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', async (data: unknown, isBinary: unknown) => {
    try {
      if (!isFit(data)) throw new Error('A delivery on the socket has no known form.');
      for (const handle of handlers) await handle(data, isBinary);
    } catch (error) {
      onError(error);
    }
  });
}

/** Bolt's Socket Mode transport. What Bolt throws on is acknowledged and told; no rejection ends the process. */
export function socketReceiver({ appToken, clientOptions, logger, onError }: Options): Receiver {
  const inner = new SocketModeReceiver({
    appToken,
    logger,
    installerOptions: { clientOptions },
    processEventErrorHandler: async ({ error }) => {
      onError(error);
      return true;
    },
  });
  guard(inner.client, onError);
  return {
    init: (app: App) => inner.init(app),
    start: () => inner.start(),
    stop: () => inner.stop(),
  };
}
