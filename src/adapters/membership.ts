import type pg from 'pg';
import { z } from 'zod';

/** Who is in a user group (Slack ids) or a GitHub team (logins). */
export interface Membership {
  readonly source: string;
  readonly members: readonly string[];
  /** Seconds of Slack's `date_update`: what was true later wins, in whatever order it arrives. 0 for GitHub, which tells of none. */
  readonly changed: number;
  /** When it was asked for, or told. */
  readonly readAt: Date;
}

const members = z.array(z.string());

/** The projection of memberships that all processes share: it outlives a restart, and an outage of Slack and GitHub. */
export function membershipsIn(pool: pg.Pool) {
  return {
    /** What is known of these sources, however old. */
    async known(sources: readonly string[]): Promise<ReadonlyMap<string, Membership>> {
      if (sources.length === 0) return new Map();
      const { rows } = await pool.query<{ source: string; members: unknown; changed: string; read_at: Date }>(
        'select source, members, changed, read_at from membership where source = any($1::text[])',
        [sources],
      );
      return new Map(
        rows.map(({ source, changed, read_at, ...row }) => [
          source,
          { source, members: members.parse(row.members), changed: Number(changed), readAt: read_at },
        ]),
      );
    },

    /** Keeps what was read, unless something later is known. */
    async keep(read: Membership): Promise<void> {
      await pool.query(
        `insert into membership (source, members, changed, read_at) values ($1, $2, $3, $4)
         on conflict (source) do update
           set members = excluded.members, changed = excluded.changed, read_at = excluded.read_at
           where (membership.changed, membership.read_at) <= (excluded.changed, excluded.read_at)`,
        [read.source, JSON.stringify(read.members), read.changed, read.readAt],
      );
    },
  };
}
