import { type AckFn, type App, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger, WebClientOptions } from '@slack/web-api';
import { settled } from '../settled.ts';
import { keepConnected } from './socket-connection.ts';
import { type Frame, readFrame } from './socket-frame.ts';

type Delivered = Extract<Frame, { kind: 'delivery' }>;

interface Options {
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly logger: Logger;
  /** Told of handlers that threw past Bolt, of frames that are none, and of connections that could not be had. */
  onError(error: unknown): void;
}

/** Bolt's Socket Mode transport. */
export interface SocketReceiver extends Receiver {
  /** From now on deliveries are left unacknowledged: Slack tells the person, or brings the event to another process. */
  closeDoor(): void;
}

const mostRemembered = 1000;
const answersWithin = 2500; // of handlers that run while Slack asks for another connection: they answer by this one

/** The last envelopes and what each was acknowledged with; undefined while its handler has not answered. */
function envelopes() {
  const answers = new Map<string, string | undefined>();
  return {
    begins(id: string): void {
      const oldest = answers.size >= mostRemembered ? answers.keys().next().value : undefined;
      if (oldest !== undefined) answers.delete(oldest);
      answers.set(id, undefined);
    },
    answered: (id: string, message: string) => void answers.set(id, message),
    forget: (id: string) => void answers.delete(id),
    has: (id: string) => answers.has(id),
    answerTo: (id: string) => answers.get(id),
  };
}

function acknowledgement(id: string, said: unknown): string {
  const payload = typeof said === 'string' ? { text: said } : { ...(typeof said === 'object' ? said : {}) };
  return JSON.stringify({ envelope_id: id, payload });
}

/**
 * Bolt's Socket Mode transport with a door in front. What has no known form goes no further and is not acknowledged: a
 * person who waits for it is told by Slack. @slack/socket-mode 3.1 would reject unhandled on an event that is null, which
 * ends the process, and take an event of the type `close` for its own.
 */
export function socketReceiver({ appToken, clientOptions, logger, onError }: Options): SocketReceiver {
  const { client } = new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
  });
  const connection = keepConnected(client, onError);
  const known = envelopes();
  const running = new Set<Promise<void>>();
  let app: App | undefined;
  let open = true;

  /** A connection that is gone takes no answer: it is given when Slack delivers the envelope again. */
  function send(message: string): void {
    const failed = (error: unknown): void => (error === undefined ? undefined : onError(error));
    if (client.websocket?.isActive() === true) client.websocket.send(message, failed);
    else failed(new Error('Slack’s socket was gone before its answer.'));
  }

  async function handle({ id, body, retryNum, retryReason }: Delivered): Promise<void> {
    known.begins(id);
    const ack: AckFn<unknown> = async (said) => {
      const message = acknowledgement(id, said);
      known.answered(id, message);
      send(message);
    };
    try {
      await app?.processEvent({
        body,
        ack,
        ...(retryNum === undefined ? {} : { retryNum }),
        ...(retryReason === undefined ? {} : { retryReason }),
      });
    } catch (error) {
      onError(error);
      if (known.answerTo(id) === undefined) known.forget(id);
    }
  }

  function delivered(delivery: Delivered): void {
    if (!open) return;
    if (known.has(delivery.id)) {
      const answer = known.answerTo(delivery.id);
      if (answer !== undefined) send(answer);
      return;
    }
    const work = handle(delivery).finally(() => running.delete(work));
    running.add(work);
  }

  const library = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown) => {
    const frame = readFrame(data);
    if (frame.kind === 'hello') for (const greet of library) greet(data, false);
    else if (frame.kind === 'disconnect') connection.renew(settled(running, answersWithin));
    else if (frame.kind === 'delivery') delivered(frame);
    else onError(new Error('Something on the socket has no known form.'));
  });

  return {
    init(bolt) {
      app = bolt;
    },
    start: () => connection.open(),
    closeDoor() {
      open = false;
    },
    stop: () => connection.close(),
  };
}
