import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { LogLevel, WebClient } from '@slack/web-api';
import { type SlackClient, slackClient } from '../../../sandbox/slack/client.ts';
import { type LocalSlack, type SlackOptions, startSlack } from '../../../sandbox/slack/start-slack.ts';
import { smallWorld } from './small-world.ts';

/** A request as Slack sent it to the app. */
export interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly raw: string;
  /** The fields of a command, the payload of an interaction, the body of an event. */
  readonly payload: Record<string, unknown>;
}

/** What an app without any framework saw and how it answers. */
export interface Bare extends AsyncDisposable {
  readonly slack: LocalSlack;
  readonly client: SlackClient;
  readonly web: WebClient;
  readonly received: Received[];
  /** How the next requests are answered; `undefined`: not at all. */
  answer: (received: Received) => Answer | undefined;
  /** A Web API call whose refusal is a value. */
  readonly call: (method: string, args: Record<string, unknown>) => Promise<Called>;
  /** A fresh trigger of a person. */
  readonly trigger: (name?: string) => Promise<string>;
}

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Called {
  readonly ok: boolean;
  readonly error?: string;
  readonly messages: readonly string[];
  readonly [field: string]: unknown;
}

/** Starts a local Slack and an app that only records. */
export async function bare(options: Partial<SlackOptions> = {}): Promise<Bare> {
  const slack = await startSlack({ world: smallWorld, ...options });
  const received: Received[] = [];
  const client = slackClient(slack.controlUrl);
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the app has no port');
  slack.setEventsUrl(`http://127.0.0.1:${address.port}/slack/events`);

  const app: Bare = {
    slack,
    client,
    received,
    web: new WebClient(slack.botToken, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      logLevel: LogLevel.ERROR,
    }),
    answer: () => ({}),
    call: (method, args) => call(slack, method, args),
    trigger: async (name = 'maria') => {
      await client.person(name).shortcut('any');
      return String(received.findLast(({ payload }) => payload['type'] === 'shortcut')?.payload['trigger_id']);
    },
    [Symbol.asyncDispose]: async () => {
      await slack.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    const raw = Buffer.concat(parts).toString();
    const one = { headers: request.headers, raw, payload: payloadOf(request.headers['content-type'] ?? '', raw) };
    received.push(one);
    const answer = app.answer(one);
    if (answer === undefined) return;
    const body = answer.body === undefined ? '' : JSON.stringify(answer.body);
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers }).end(body);
  }
  return app;
}

function payloadOf(contentType: string, raw: string): Record<string, unknown> {
  if (contentType === 'application/json') return record(JSON.parse(raw));
  const form = parse(raw);
  return typeof form['payload'] === 'string' ? record(JSON.parse(form['payload'])) : { ...form };
}

/** A JSON object, or an error. */
export function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('no object');
  return { ...value };
}

async function call(slack: LocalSlack, method: string, args: Record<string, unknown>): Promise<Called> {
  const body = new URLSearchParams();
  for (const [key, value] of Object.entries(args))
    body.set(key, typeof value === 'string' ? value : JSON.stringify(value));
  const answer = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}` },
    body,
  });
  const json = record(await answer.json());
  const metadata = json['response_metadata'];
  const messages =
    typeof metadata === 'object' && metadata !== null && 'messages' in metadata && Array.isArray(metadata.messages)
      ? metadata.messages.map(String)
      : [];
  const error = typeof json['error'] === 'string' ? { error: json['error'] } : {};
  return { ...json, ok: json['ok'] === true, ...error, messages };
}
