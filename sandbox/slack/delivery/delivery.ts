import type { DeliveryRecord } from '../state/journal.ts';
import { NotPossible } from '../state/slack-error.ts';
import type { Workspace } from '../state/workspace.ts';
import type { DeliveryKind, Outcome, Retry } from './outcome.ts';
import { deliverHttp } from './transport-http.ts';
import type { Sockets } from './transport-socket.ts';

/** How deliveries go. */
export interface DeliveryOptions {
  eventsUrl: string | undefined;
  /** Slack's 3,000. */
  readonly ackTimeoutMs: number;
  /** Waits before the tries after the first: Slack's 0, 1 and 5 minutes. */
  readonly retryDelaysMs: readonly number[];
}

/** Brings payloads to the app: over a socket when it has one open, else over HTTP. */
export interface Delivery {
  readonly options: DeliveryOptions;
  /** One try, for what a person waits for: commands and interactions. */
  readonly send: (kind: DeliveryKind, name: string, payload: Readonly<Record<string, unknown>>) => Promise<Outcome>;
  /** An event: tried again when it fails; nobody waits. */
  readonly sendEvent: (name: string, payload: Readonly<Record<string, unknown>>) => void;
  /** Delivers something a second time, as Slack's network may: the same payload, signed anew. */
  readonly replay: (id?: string) => Promise<Outcome>;
  /** Slack's `url_verification`: whether the app echoes the challenge, as it must before events are sent to its URL. */
  readonly verify: () => Promise<boolean>;
  /** How many deliveries are under way, retries that wait among them. */
  readonly underWay: () => number;
  readonly transport: () => 'http' | 'socket' | 'none';
  readonly stop: () => void;
}

/** Deliveries of one workspace. */
export function createDelivery(workspace: Workspace, sockets: Sockets, options: DeliveryOptions): Delivery {
  const stopping = new AbortController();
  let busy = 0;

  function transport(): 'http' | 'socket' | 'none' {
    if (workspace.app.socketMode === true || sockets.open() > 0) return 'socket';
    return options.eventsUrl === undefined ? 'none' : 'http';
  }

  async function attempt(record: DeliveryRecord, retry?: Retry): Promise<Outcome> {
    const by = transport();
    const outcome = await carry(by, record, retry);
    const said = outcome.ok ? 'acknowledged' : `${outcome.error}: ${outcome.detail}`;
    record.tries.push({ transport: by, outcome: said });
    workspace.changes.changed();
    return outcome;
  }

  function carry(by: 'http' | 'socket' | 'none', { kind, payload }: DeliveryRecord, retry?: Retry): Promise<Outcome> {
    if (by === 'socket') return sockets.deliver(kind, payload, options.ackTimeoutMs, retry);
    const url = options.eventsUrl;
    if (url === undefined)
      return Promise.resolve({ ok: false, error: 'dispatch_failed', detail: 'no app to deliver to' });
    const secret = workspace.tokens.signing;
    return deliverHttp({
      url,
      secret,
      now: workspace.now,
      timeoutMs: options.ackTimeoutMs,
      kind,
      payload,
      retry,
      signal: stopping.signal,
    });
  }

  function open(kind: DeliveryKind, name: string, payload: Readonly<Record<string, unknown>>): DeliveryRecord {
    const record = { id: workspace.ids.next('X'), kind, name, payload, at: workspace.now(), tries: [] };
    workspace.journal.deliveries.push(record);
    return record;
  }

  async function counted<T>(work: Promise<T>): Promise<T> {
    busy += 1;
    try {
      return await work;
    } finally {
      busy -= 1;
      workspace.changes.changed();
    }
  }

  async function persist(record: DeliveryRecord): Promise<void> {
    let outcome = await attempt(record);
    for (const [index, wait] of options.retryDelaysMs.entries()) {
      if (outcome.ok || outcome.final === true) return;
      await sleep(wait, stopping.signal);
      if (stopping.signal.aborted) return;
      const reason =
        outcome.error === 'operation_timeout' ? 'http_timeout' : (outcome.detail.split(/[ :]/)[0] ?? 'unknown_error');
      outcome = await attempt(record, { num: index + 1, reason });
    }
  }

  return {
    options,
    send: (kind, name, payload) => counted(attempt(open(kind, name, payload))),
    sendEvent: (name, payload) => {
      void counted(persist(open('events_api', name, payload)));
    },
    replay: (id) => {
      const { deliveries } = workspace.journal;
      const record = id === undefined ? deliveries.at(-1) : deliveries.find((one) => one.id === id);
      if (record === undefined) throw new NotPossible('there is no such delivery');
      const retry = record.kind === 'events_api' ? { num: record.tries.length, reason: 'http_timeout' } : undefined;
      return counted(attempt(record, retry));
    },
    verify: async () => {
      const challenge = workspace.ids.word(40);
      const payload = { token: workspace.tokens.legacy, type: 'url_verification', challenge };
      const outcome = await counted(attempt(open('events_api', 'url_verification', payload)));
      if (!outcome.ok) return false;
      const { body } = outcome;
      return (
        body === challenge ||
        (typeof body === 'object' && body !== null && 'challenge' in body && body.challenge === challenge)
      );
    },
    underWay: () => busy,
    transport,
    stop: () => stopping.abort(),
  };
}

/** Waits; ends early when stopped. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
