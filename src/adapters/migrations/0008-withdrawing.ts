import { type Kysely, sql } from 'kysely';

/**
 * A withdrawn release goes on while the version before it is deployed again. It does so beside the next release of its
 * component, so it is not one of those of which there is one at a time.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table release drop constraint release_status_check;
    alter table release add constraint release_status_check
      check (status in ('open', 'paused', 'closed', 'cancelled', 'withdrawing'));
    create index release_running on release (channel, started_at) where status in ('open', 'paused', 'withdrawing');
  `.execute(db);
}
