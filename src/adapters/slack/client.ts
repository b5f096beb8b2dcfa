import { type Logger, WebClient, type WebClientOptions } from '@slack/web-api';
import { Outage } from '../../release/outside-errors.ts';
import type { Span } from '../tracing.ts';
import { slackFailure } from './slack-errors.ts';

const clickTimeout = 2500; // a trigger lives 3 s, and an acknowledgement is due in 3 s
const workTimeout = 10_000;

/** "No request to this scope before then", agreed by all processes. */
export interface Pauses {
  pausedUntil(scope: string): Promise<Date | undefined>;
  pauseUntil(scope: string, until: Date, reason: string): Promise<void>;
}

/** What a call is about: its budget is one of the method and, where there is one, of the channel. */
export interface Call {
  readonly method: string;
  readonly channel?: string;
}

/** The one door to Slack's Web API. Both ways throw Outage or RefusedOutside and nothing else. */
export interface Slack {
  /**
   * For what a person waits for: 2.5 s from when it is sent, and no pause of another call holds it back. The client sends
   * 100 at a time; in a flood the next one waits until one of them has ended.
   */
  quickly<T>(call: Call, run: (client: WebClient) => Promise<T>): Promise<T>;
  /** For jobs: 10 s, refused with `retryAt` while the budget of this method and channel rests. */
  patiently<T>(call: Call, run: (client: WebClient) => Promise<T>): Promise<T>;
}

export interface SlackOptions {
  readonly token: string;
  /** Slack's own unless another is given; ends in /api/. */
  readonly apiUrl?: string | undefined;
  readonly pauses: Pauses;
  readonly now: () => Date;
  readonly logger: Logger;
  /** Each call is a span; none without it. */
  readonly span?: Span;
}

/**
 * Options for every WebClient, Bolt's too. Slack's defaults repeat a write up to ten times after a lost reply, put a
 * whole client to sleep on one 429 and wait for ever (measured on @slack/web-api 8.2): here nothing is repeated.
 */
export function clientOptions(options: {
  readonly apiUrl?: string | undefined;
  readonly logger: Logger;
  readonly timeout?: number;
}): WebClientOptions {
  return {
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
    logger: options.logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: options.timeout ?? clickTimeout,
  };
}

const scopeOf = ({ method, channel }: Call): string => `slack:${method}${channel === undefined ? '' : `:${channel}`}`;

/** Slack over its Web API. Limits are kept per method and channel, so that a busy channel never delays a modal. */
export function slackApi({ token, apiUrl, pauses, now, logger, span = (_, __, work) => work() }: SlackOptions): Slack {
  const quick = new WebClient(token, clientOptions({ apiUrl, logger, timeout: clickTimeout }));
  const patient = new WebClient(token, clientOptions({ apiUrl, logger, timeout: workTimeout }));

  /** A store that is down must not hide what Slack said. */
  async function rest(call: Call, until: Date): Promise<void> {
    try {
      await pauses.pauseUntil(scopeOf(call), until, `Slack limits ${call.method}`);
    } catch (error) {
      logger.warn(`The pause of ${scopeOf(call)} was not written down: ${String(error)}`);
    }
  }

  async function asked<T>(call: Call, client: WebClient, run: (client: WebClient) => Promise<T>): Promise<T> {
    try {
      return await span(`slack ${call.method}`, {}, () => run(client));
    } catch (error) {
      const failure = slackFailure(call.method, error, now());
      if (failure instanceof Outage && failure.retryAt !== undefined) await rest(call, failure.retryAt);
      throw failure;
    }
  }

  return {
    quickly: (call, run) => asked(call, quick, run),
    async patiently(call, run) {
      const until = await pauses.pausedUntil(scopeOf(call));
      if (until !== undefined && until > now())
        throw new Outage(`Slack limits how often ${call.method} may be called.`, until);
      return await asked(call, patient, run);
    },
  };
}
