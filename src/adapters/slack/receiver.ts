import type { AckFn, App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Route, RouteAnswer, Routed } from '../http-server.ts';
import { settled } from '../settled.ts';
import { isSslCheck, readDelivery } from './delivery-shape.ts';
import { slackSignatures } from './signature.ts';

const answerWithin = 3500; // Slack gives up after 3 s
const stopWithin = 5000;

interface Options {
  readonly signingSecret: string;
  readonly now: () => Date;
  /** Whether Bolt came as far as our handlers with this body, and did not stumble over it before. */
  reachedUs(body: object): boolean;
  /** Told of handlers that threw past Bolt, and of bodies that Bolt threw on. */
  onError(error: unknown): void;
}

const malformed: RouteAnswer = { status: 400, body: 'Not of a known form' };

/** Bolt's HTTP transport as a route of the process's server. */
export interface SlackReceiver extends Receiver {
  readonly route: Route;
}

function retryOf({ headers }: Routed): Pick<ReceiverEvent, 'retryNum' | 'retryReason'> {
  const { 'x-slack-retry-num': num, 'x-slack-retry-reason': reason } = headers;
  return {
    ...(typeof num === 'string' ? { retryNum: Number(num) } : {}),
    ...(typeof reason === 'string' ? { retryReason: reason } : {}),
  };
}

function reply(said: unknown): RouteAnswer {
  if (said === undefined || said === null || said === '') return { status: 200 };
  if (typeof said === 'string') return { status: 200, body: said };
  return { status: 200, body: JSON.stringify(said), type: 'application/json' };
}

/**
 * Bolt's HTTP transport with a door in front: signature, age both ways, replay and shape are judged before Bolt sees
 * anything (the server has judged the size). `stop` waits for every handler that is running, acknowledged or not, 5 s at most.
 */
export function slackReceiver({ signingSecret, now, reachedUs, onError }: Options): SlackReceiver {
  const signatures = slackSignatures(signingSecret, now);
  const running = new Set<Promise<void>>();
  let app: App | undefined;

  /** Resolves with the acknowledgement as soon as there is one; the handler may go on after it. */
  function processed(body: Record<string, unknown>, request: Routed): Promise<RouteAnswer> {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve({ status: 503, body: 'Nothing answered in time' }), answerWithin);
      const settle = (answer: RouteAnswer): void => {
        clearTimeout(late);
        resolve(answer);
      };
      const ack: AckFn<unknown> = async (said) => settle(reply(said));
      const work = Promise.resolve(app?.processEvent({ body, ack, ...retryOf(request) }))
        .then(() => settle({ status: 404, body: 'Nothing listens to that' }))
        .catch((error: unknown) => {
          onError(error);
          settle(reachedUs(body) ? { status: 500 } : malformed);
        })
        .finally(() => running.delete(work));
      running.add(work);
    });
  }

  async function route(request: Routed): Promise<RouteAnswer> {
    const type = request.headers['content-type'];
    const judged = signatures.judge(request.headers, request.body);
    if (isSslCheck(type, request.body)) return { status: 200 };
    if (judged.kind === 'refused') return { status: judged.status, body: judged.why };
    const delivery = readDelivery(type, request.body);
    if (delivery.kind === 'malformed') return malformed;
    if (delivery.kind === 'challenge') return reply({ challenge: delivery.challenge });
    const answered = await processed(delivery.body, request);
    if (answered.status >= 500) signatures.readmit(judged.signature);
    return answered;
  }

  return {
    route,
    init(bolt) {
      app = bolt;
    },
    start: async () => undefined,
    async stop() {
      await settled(running, stopWithin);
    },
  };
}
