import type pg from 'pg';
import type { ReleaseRow } from './append-batch.ts';
import { groupCommit } from './group-commit.ts';

/** A release as lists and sweeps see it. */
export interface ListedRelease<Summary extends object> extends ReleaseRow<Summary> {
  /** The version of its stream that this reflects. */
  readonly version: number;
  /** The version that its card in Slack shows; 0 before there is a card. */
  readonly shown: number;
  readonly updatedAt: Date;
}

/** Reads of the projection. It is written with the events themselves, so it never lags behind them. */
export interface Releases<Summary extends object> {
  byId(id: string): Promise<ListedRelease<Summary> | undefined>;
  /** Those of a component that are open or paused, oldest first: one, and hotfixes beside it; and those that are being withdrawn. */
  openOf(component: string): Promise<readonly ListedRelease<Summary>[]>;
  /** Open and paused ones, and those that are being withdrawn, whose home is the channel, oldest first. */
  openIn(channel: string): Promise<readonly ListedRelease<Summary>[]>;
  /** Open and paused ones, and those that are being withdrawn, oldest first. */
  listOpen(): Promise<readonly ListedRelease<Summary>[]>;
  /** The latest started, of one component or of all. */
  recent(which: { component?: string | undefined; limit: number }): Promise<readonly ListedRelease<Summary>[]>;
  /** Those that may owe something: open, paused or being withdrawn, a card behind, a timer due by `now`. */
  owedNow(now: Date): Promise<readonly ListedRelease<Summary>[]>;
  /** Records what the card shows; never goes back to an earlier version. */
  markShown(id: string, version: number): Promise<void>;
}

interface Row extends Omit<ReleaseRow, 'dueAt' | 'startedAt' | 'summary'> {
  readonly summary: unknown;
  readonly version: number;
  readonly shown: number;
  readonly due_at: Date | null;
  readonly started_at: Date;
  readonly updated_at: Date;
}

const mostTogether = 200;
const readsAtOnce = 3; // beside each other, so that nobody waits for a round trip that was begun before
/** Summaries kept as they were parsed; every change of a row is another version, or another one shown. */
const mostKnown = 1000;
const isOpen = "status in ('open', 'paused', 'withdrawing')";

/**
 * @param parse reads a stored summary, or throws. Then whoever asks for this one release is told; lists go on without it.
 * @param onError hears, once for each of its versions, of a release that lists leave out, with its id.
 */
export function releases<Summary extends object>(
  pool: pg.Pool,
  parse: (json: unknown) => Summary,
  onError: (error: Error, id: string) => void = (error) => process.emitWarning(error),
): Releases<Summary> {
  const told = new Set<string>();
  const known = new Map<string, ListedRelease<Summary>>();
  const listed = (row: Row): ListedRelease<Summary> => {
    const last = known.get(row.id);
    if (last !== undefined && last.version === row.version && last.shown === row.shown) return last;
    const { due_at, started_at, updated_at, summary, ...same } = row;
    const dates = { dueAt: due_at, startedAt: started_at, updatedAt: updated_at };
    const read = { ...same, summary: parse(summary), ...dates };
    if (known.size >= mostKnown) known.clear();
    known.set(row.id, read);
    return read;
  };
  /** A query with a name is planned once a connection. */
  const rowsOf = async (rest: string, values: unknown[] = [], name?: string): Promise<Row[]> => {
    const text = `select * from release where ${rest}`;
    const { rows } = await pool.query<Row>({ ...(name === undefined ? {} : { name }), text, values });
    return rows;
  };
  const one = async (rest: string, value: string): Promise<ListedRelease<Summary> | undefined> =>
    (await rowsOf(rest, [value])).map(listed).at(0);
  const listedOrTold = (row: Row): readonly ListedRelease<Summary>[] => {
    try {
      return [listed(row)];
    } catch (error) {
      const which = `${row.id} ${row.version}`;
      if (!told.has(which)) onError(new Error(`The summary of ${row.id} cannot be read.`, { cause: error }), row.id);
      told.add(which);
      return [];
    }
  };
  const read = async (rest: string, values: unknown[] = [], name?: string): Promise<ListedRelease<Summary>[]> =>
    (await rowsOf(rest, values, name)).flatMap(listedOrTold);
  const atOnce = Math.min(readsAtOnce, pool.options.max);
  /** Answers all who ask at the same time from one read, begun after the last of them asked. */
  const together = <Key, Answer>(readAll: (keys: readonly Key[]) => Promise<readonly Answer[]>) =>
    groupCommit<Key, Answer>({ most: mostTogether, atOnce, write: readAll, isOneItemsFault: () => false });
  const openIn = together(async (channels: readonly string[]) => {
    const wanted = [[...new Set(channels)]];
    const found = await read(`channel = any($1) and ${isOpen} order by started_at, id`, wanted, 'open-in');
    const here = Map.groupBy(found, ({ channel }) => channel);
    return channels.map((channel) => here.get(channel) ?? []);
  });
  const listOpen = together(async (askers: readonly unknown[]) => {
    const found = await read(`${isOpen} order by started_at, id`, [], 'open');
    return askers.map(() => found);
  });
  return {
    byId: (id) => one('id = $1', id),
    openOf: async (component) =>
      (await rowsOf(`component = $1 and ${isOpen} order by started_at, id`, [component])).map(listed),
    openIn,
    listOpen: () => listOpen(undefined),
    recent: ({ component, limit }) =>
      component === undefined
        ? read('true order by started_at desc, id limit $1', [limit])
        : read('component = $1 order by started_at desc, id limit $2', [component, limit]),
    owedNow: (now) => read(`${isOpen} or visible > shown or due_at <= $1 order by started_at, id`, [now]),
    async markShown(id, version) {
      await pool.query('update release set shown = $2 where id = $1 and shown < $2', [id, version]);
    },
  };
}
