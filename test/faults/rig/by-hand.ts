import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { stringify } from 'node:querystring';
import { z } from 'zod';
import { signedBySlack } from '../door/signing.ts';
import type { Fleet } from './fleet.ts';
import { portOf } from './free-port.ts';

/** What came of a delivery: 0 where the connection broke before there was an answer. */
export interface Delivered {
  readonly status: number;
  /** What was acknowledged; empty for a bare 200. */
  readonly text: string;
}

const message = z.object({ text: z.string() });

/** Delivers to a fleet what no client of Slack would send: rightly signed, with whatever in it. */
export interface ByHand {
  command(fields: {
    readonly text: string;
    readonly user_id: string;
    readonly response_url?: string;
  }): Promise<Delivered>;
  /** A click, a submission, an options request. */
  interaction(payload: object): Promise<Delivered>;
  /** A response_url of one answer, and the text of it once it has come; rejects when none comes in `withinMs`. */
  answer(withinMs?: number): { readonly url: string; readonly text: Promise<string> };
  close(): Promise<void>;
}

const longestMs = 10_000; // a limit of patience: Slack's own is 3 s
const here = { team_id: 'T0SLIPWAY', channel_id: 'C0BACKEND', command: '/release' };

export async function byHand({ frontUrl, slackServer }: Pick<Fleet, 'frontUrl' | 'slackServer'>): Promise<ByHand> {
  const waiting = new Map<string, (text: string) => void>();
  const answers = createServer((asked, response) => {
    const parts: Buffer[] = [];
    asked.on('data', (part: Buffer) => parts.push(part));
    asked.on('end', () => {
      waiting.get(asked.url ?? '')?.(message.parse(JSON.parse(Buffer.concat(parts).toString())).text);
      response.end('ok');
    });
  }).listen(0, '127.0.0.1');
  await once(answers, 'listening');

  async function deliver(form: Readonly<Record<string, string>>): Promise<Delivered> {
    const body = stringify(form);
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      ...signedBySlack(slackServer.signingSecret, body),
    };
    try {
      const signal = AbortSignal.timeout(longestMs);
      const response = await fetch(`${frontUrl}/slack/events`, { method: 'POST', headers, body, signal });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      return { status: 0, text: String(error) };
    }
  }

  return {
    command: (fields) =>
      deliver({ ...here, trigger_id: randomUUID(), response_url: 'http://127.0.0.1:9/nobody', ...fields }),
    interaction: (payload) => deliver({ payload: JSON.stringify(payload) }),
    answer(withinMs = longestMs) {
      const path = `/${randomUUID()}`;
      const text = new Promise<string>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`No answer in ${withinMs} ms.`)), withinMs);
        waiting.set(path, (said) => {
          clearTimeout(late);
          resolve(said);
        });
      });
      text.catch(() => undefined); // whoever waits for it is told
      return { url: `http://127.0.0.1:${portOf(answers)}${path}`, text };
    },
    async close() {
      const closed = once(answers, 'close');
      answers.close();
      answers.closeAllConnections();
      await closed;
    },
  };
}
