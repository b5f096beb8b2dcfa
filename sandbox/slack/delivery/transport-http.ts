import { createHmac } from 'node:crypto';
import { stringify } from 'node:querystring';
import { parseJson } from '../http/read-body.ts';
import type { DeliveryKind, Outcome, Retry } from './outcome.ts';

/** Slack's signature of a raw body: `v0=` and HMAC-SHA256 over `v0:<seconds>:<body>`. */
function signature(secret: string, seconds: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex')}`;
}

/** One delivery over HTTP. */
export interface HttpDelivery {
  readonly url: string;
  readonly secret: string;
  /** Slack's clock, milliseconds: what is signed is as old as it says. */
  readonly now: () => number;
  /** How long the app may take to acknowledge, milliseconds. */
  readonly timeoutMs: number;
  readonly kind: DeliveryKind;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly retry?: Retry | undefined;
  readonly signal: AbortSignal;
}

function bodyOf(kind: DeliveryKind, payload: Readonly<Record<string, unknown>>): { body: string; type: string } {
  if (kind === 'events_api') return { body: JSON.stringify(payload), type: 'application/json' };
  const type = 'application/x-www-form-urlencoded';
  if (kind === 'interactive') return { body: stringify({ payload: JSON.stringify(payload) }), type };
  const fields = Object.entries(payload).map(([key, value]) => [key, String(value)]);
  return { body: stringify(Object.fromEntries(fields)), type };
}

/** Posts a signed request as Slack does and reads the acknowledgement. */
export async function deliverHttp(delivery: HttpDelivery): Promise<Outcome> {
  const { body, type } = bodyOf(delivery.kind, delivery.payload);
  const seconds = Math.floor(delivery.now() / 1000);
  const deadline = AbortSignal.timeout(delivery.timeoutMs);
  try {
    const answer = await fetch(delivery.url, {
      method: 'POST',
      redirect: 'manual',
      body: Buffer.from(body),
      headers: {
        'content-type': type,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': `${seconds}`,
        'x-slack-signature': signature(delivery.secret, seconds, body),
        ...(delivery.retry === undefined
          ? {}
          : { 'x-slack-retry-num': `${delivery.retry.num}`, 'x-slack-retry-reason': delivery.retry.reason }),
      },
      signal: AbortSignal.any([deadline, delivery.signal]),
    });
    const text = await answer.text();
    if (answer.status >= 200 && answer.status < 300)
      return { ok: true, body: text === '' ? '' : (parseJson(text) ?? text) };
    const final = answer.headers.get('x-slack-no-retry') === '1';
    return { ok: false, error: 'dispatch_failed', detail: `http_error ${answer.status}`, final };
  } catch (error) {
    if (deadline.aborted) return { ok: false, error: 'operation_timeout', detail: 'http_timeout' };
    return { ok: false, error: 'dispatch_failed', detail: `connection_failed: ${String(error)}` };
  }
}
