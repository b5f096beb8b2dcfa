import { randomUUID } from 'node:crypto';
import type pg from 'pg';

/** How a device flow ended. */
export type FlowOutcome =
  | 'linked'
  | 'taken'
  | 'expired'
  | 'denied'
  | 'disabled'
  | 'unknown'
  | 'lost'
  | 'unread'
  | 'refused';

/** A code that a person was given to enter at GitHub, and what to ask GitHub with. */
export interface DeviceFlow {
  /** Names the flow in jobs; no secret. */
  readonly flow: string;
  readonly person: string;
  /** A secret: whoever has it while the person enters the code gets their token. */
  readonly deviceCode: string;
  readonly intervalSeconds: number;
  /** Before that GitHub is not to be asked again. */
  readonly nextAt: Date;
  readonly expiresAt: Date;
  /** The modal that shows the code. */
  readonly view: string;
  /** Where it was asked for. */
  readonly channel: string | undefined;
  /** GitHub was asked, and its answer was not read. */
  readonly asking: boolean;
  /** How it ended; the person is to be told. */
  readonly outcome: FlowOutcome | undefined;
  readonly login: string | undefined;
}

type NewFlow = Pick<
  DeviceFlow,
  'person' | 'deviceCode' | 'intervalSeconds' | 'nextAt' | 'expiresAt' | 'view' | 'channel'
>;

/** The device flows that are under way, one of a person at most. A row is gone once its person was told how it ended. */
export interface DeviceFlows {
  /** Begins one in the place of what the person had begun before; answers what names it. */
  begin(flow: NewFlow): Promise<string>;
  /** Undefined once it is gone, or another one has taken its place. */
  byId(flow: string): Promise<DeviceFlow | undefined>;
  /** Those that GitHub may be asked about, or whose person is to be told. */
  due(now: Date): Promise<readonly string[]>;
  /** Notes that GitHub is asked now, and not before `nextAt` again. */
  asks(flow: string, nextAt: Date): Promise<void>;
  /** GitHub has answered that it is to be asked again. */
  waits(flow: string, nextAt: Date, intervalSeconds: number): Promise<void>;
  ends(flow: string, outcome: FlowOutcome, now: Date): Promise<void>;
  /** Links the account to the person of the flow, and ends it, in one step. gone: it is no longer this person's flow. */
  link(flow: string, account: { readonly id: number; readonly login: string }, at: Date): Promise<void>;
  forget(flow: string): Promise<void>;
  /** Forgets what a person has begun. */
  stop(person: string): Promise<void>;
}

interface Row {
  readonly flow: string;
  readonly person: string;
  readonly device_code: string;
  readonly interval_seconds: number;
  readonly next_at: Date;
  readonly expires_at: Date;
  readonly view: string;
  readonly channel: string | null;
  readonly asking: boolean;
  readonly outcome: FlowOutcome | null;
  readonly login: string | null;
}

function flowOf(row: Row): DeviceFlow {
  return {
    flow: row.flow,
    person: row.person,
    deviceCode: row.device_code,
    intervalSeconds: row.interval_seconds,
    nextAt: row.next_at,
    expiresAt: row.expires_at,
    view: row.view,
    channel: row.channel ?? undefined,
    asking: row.asking,
    outcome: row.outcome ?? undefined,
    login: row.login ?? undefined,
  };
}

const beginning = `insert into device_flow
    (person, flow, device_code, interval_seconds, next_at, expires_at, view, channel)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (person) do update set flow = excluded.flow, device_code = excluded.device_code,
    interval_seconds = excluded.interval_seconds, next_at = excluded.next_at, expires_at = excluded.expires_at,
    view = excluded.view, channel = excluded.channel, asking = false, outcome = null, login = null`;

/** The device flows in the store: a table of their own, so that no list, log, job or backup of the log holds a device code. */
export function deviceFlows(pool: pg.Pool): DeviceFlows {
  const write = async (text: string, values: unknown[]): Promise<void> => void (await pool.query(text, values));
  return {
    async begin({ person, deviceCode, intervalSeconds, nextAt, expiresAt, view, channel }) {
      const flow = randomUUID();
      await write(beginning, [person, flow, deviceCode, intervalSeconds, nextAt, expiresAt, view, channel]);
      return flow;
    },
    async byId(flow) {
      const { rows } = await pool.query<Row>('select * from device_flow where flow = $1', [flow]);
      return rows.map(flowOf)[0];
    },
    async due(now) {
      const { rows } = await pool.query<{ flow: string }>('select flow from device_flow where next_at <= $1', [now]);
      return rows.map(({ flow }) => flow);
    },
    asks: (flow, nextAt) => write('update device_flow set asking = true, next_at = $2 where flow = $1', [flow, nextAt]),
    waits: (flow, nextAt, interval) =>
      write('update device_flow set asking = false, next_at = $2, interval_seconds = $3 where flow = $1', [
        ...[flow, nextAt, interval],
      ]),
    ends: (flow, outcome, now) =>
      write("update device_flow set outcome = $2, device_code = '', next_at = $3 where flow = $1 and outcome is null", [
        ...[flow, outcome, now],
      ]),
    link: (flow, { id, login }, at) => write('select link_account($1, $2, $3, $4)', [flow, id, login, at]),
    forget: (flow) => write('delete from device_flow where flow = $1', [flow]),
    stop: (person) => write('delete from device_flow where person = $1', [person]),
  };
}
