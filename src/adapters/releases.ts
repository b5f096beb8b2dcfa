import type pg from 'pg';
import type { ReleaseRow } from './append-batch.ts';

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
  /** The one release of a component that is open or paused. */
  openOf(component: string): Promise<ListedRelease<Summary> | undefined>;
  /** Open and paused ones whose home is the channel, oldest first. */
  openIn(channel: string): Promise<readonly ListedRelease<Summary>[]>;
  /** Open and paused ones, oldest first. */
  listOpen(): Promise<readonly ListedRelease<Summary>[]>;
  /** The latest started, of one component or of all. */
  recent(which: { component?: string | undefined; limit: number }): Promise<readonly ListedRelease<Summary>[]>;
  /** Those that may owe something: open or paused, a card behind, a timer due by `now`. */
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

const isOpen = "status in ('open', 'paused')";

/**
 * @param parse reads a stored summary, or throws. Then whoever asks for this one release is told; lists go on without it.
 * @param onError hears, once for each of its versions, of a release that lists leave out.
 */
export function releases<Summary extends object>(
  pool: pg.Pool,
  parse: (json: unknown) => Summary,
  onError: (error: Error) => void = (error) => process.emitWarning(error),
): Releases<Summary> {
  const told = new Set<string>();
  const listed = ({ due_at, started_at, updated_at, summary, ...same }: Row): ListedRelease<Summary> => ({
    ...same,
    summary: parse(summary),
    dueAt: due_at,
    startedAt: started_at,
    updatedAt: updated_at,
  });
  const rowsOf = async (rest: string, values: unknown[] = []): Promise<Row[]> => {
    const { rows } = await pool.query<Row>(`select * from release where ${rest}`, values);
    return rows;
  };
  const one = async (rest: string, value: string): Promise<ListedRelease<Summary> | undefined> =>
    (await rowsOf(rest, [value])).map(listed).at(0);
  const listedOrTold = (row: Row): readonly ListedRelease<Summary>[] => {
    try {
      return [listed(row)];
    } catch (error) {
      const which = `${row.id} ${row.version}`;
      if (!told.has(which)) onError(new Error(`The summary of ${row.id} cannot be read.`, { cause: error }));
      told.add(which);
      return [];
    }
  };
  const read = async (rest: string, values: unknown[] = []): Promise<ListedRelease<Summary>[]> =>
    (await rowsOf(rest, values)).flatMap(listedOrTold);
  return {
    byId: (id) => one('id = $1', id),
    openOf: (component) => one(`component = $1 and ${isOpen}`, component),
    openIn: (channel) => read(`channel = $1 and ${isOpen} order by started_at, id`, [channel]),
    listOpen: () => read(`${isOpen} order by started_at, id`),
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
