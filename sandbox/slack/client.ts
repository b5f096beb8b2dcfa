import { z } from 'zod';
import { type ControlLine, controlLine } from './control/control-line.ts';
import {
  type CallRecord,
  callRecord,
  type DeliveryRecordShown,
  deliveryRecord,
  type Overview,
  overview,
  type RefusalRecord,
  refusalRecord,
} from './control/records.ts';
import type { SocketDeed } from './control/serve-control.ts';
import type { WorldChange } from './control/world-changes.ts';
import { type PersonClient, personClient } from './person-client.ts';
import type { FaultRequest } from './web-api/faults.ts';

/** Drives a local Slack: its people, its world, its faults, and what it noted of the app. */
export interface SlackClient {
  /** Somebody of the workspace, by name. */
  readonly person: (name: string) => PersonClient;
  readonly overview: () => Promise<Overview>;
  /** Something happens to the workspace; the app gets the events of it. */
  readonly change: (change: WorldChange) => Promise<void>;
  /** The next `times` calls of a method (`*`: any; `response_url`) meet a fault. */
  readonly fault: (fault: FaultRequest) => Promise<void>;
  readonly clearFaults: () => Promise<void>;
  readonly rateLimits: (on: boolean) => Promise<void>;
  /** The app's Web API calls, oldest first; of one method when named. */
  readonly calls: (method?: string) => Promise<CallRecord[]>;
  /** Everything of the app's that Slack refused, oldest first. */
  readonly refusals: () => Promise<RefusalRecord[]>;
  /** What was delivered to the app, oldest first. */
  readonly deliveries: () => Promise<DeliveryRecordShown[]>;
  /** Forgets calls, refusals and deliveries. */
  readonly forget: () => Promise<void>;
  /** Delivers something again (the last delivery, or the one of that id) and returns how it went. */
  readonly replay: (id?: string) => Promise<{ ok: boolean; error?: string | undefined }>;
  /** Sends `url_verification`; whether the app echoed the challenge. */
  readonly verify: () => Promise<boolean>;
  /** Asks the app's sockets to reconnect; returns how many there were. */
  readonly disconnect: (reason?: 'refresh_requested' | 'warning' | 'link_disabled') => Promise<number>;
  /** The sockets misbehave: a frame of any content, a cut (at once, or in place of the next acknowledgement), a late hello. */
  readonly socket: (deed: SocketDeed) => Promise<void>;
  readonly setEventsUrl: (url: string | null) => Promise<void>;
  /** Waits until no delivery is under way; returns how many still are after `within` ms. */
  readonly idle: (within?: number) => Promise<number>;
  /** Waits for the next change after `since` (a count of changes); for a page that stays up to date. */
  readonly changes: (since: number, within?: number) => Promise<number>;
  /** Waits for a condition; throws with what was seen instead. */
  readonly until: ControlLine['until'];
}

const outcome = z.object({ ok: z.boolean(), error: z.string().optional() });

/** A client of `LocalSlack.controlUrl`. */
export function slackClient(controlUrl: string): SlackClient {
  const line = controlLine(controlUrl);
  const nothing = z.null();
  const post = async (path: string, body: unknown) => void (await line.ask('POST', path, body, nothing));
  return {
    person: (name) => personClient(line, name),
    overview: () => line.ask('GET', 'overview', undefined, overview),
    change: (change) => post('world', change),
    fault: async (fault) => void (await line.ask('POST', 'faults', fault, z.unknown())),
    clearFaults: async () => void (await line.ask('DELETE', 'faults', undefined, z.unknown())),
    rateLimits: (on) => post('rate-limits', { on }),
    calls: async (method) => {
      const all = await line.ask('GET', 'calls', undefined, z.array(callRecord));
      return method === undefined ? all : all.filter((call) => call.method === method);
    },
    refusals: () => line.ask('GET', 'refusals', undefined, z.array(refusalRecord)),
    deliveries: () => line.ask('GET', 'deliveries', undefined, z.array(deliveryRecord)),
    forget: () => post('forget', {}),
    replay: (id) => line.ask('POST', 'replay', id === undefined ? {} : { id }, outcome),
    verify: async () => (await line.ask('POST', 'verify', {}, z.object({ verified: z.boolean() }))).verified,
    disconnect: async (reason = 'refresh_requested') =>
      (await line.ask('POST', 'disconnect', { reason }, z.object({ connections: z.number() }))).connections,
    socket: (deed) => post('socket', deed),
    setEventsUrl: (url) => post('events-url', { url }),
    idle: async (within = 10_000) =>
      (await line.ask('GET', `idle?within=${within}`, undefined, z.object({ underWay: z.number() }))).underWay,
    changes: line.changes,
    until: line.until,
  };
}
