import { type App, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger, WebClientOptions } from '@slack/web-api';

interface Options {
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly logger: Logger;
  onError(error: unknown): void;
}

/**
 * Bolt's Socket Mode transport. What Bolt throws on (a body without a form) is acknowledged and told, so that Slack does
 * not send it again and no rejection ends the process.
 */
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
  return {
    init: (app: App) => inner.init(app),
    start: () => inner.start(),
    stop: () => inner.stop(),
  };
}
