import { type Kysely, sql } from 'kysely';

/**
 * A hotfix runs beside the release that a component has open: one for each release that is patched (`patches` in the
 * summary). No two that are open have the same version. The index keeps its name, by which the version before knows what
 * its violation means.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop index one_open_release_a_component;
    create unique index one_open_release_a_component on release (component, coalesce(summary ->> 'patches', ''))
      where status in ('open', 'paused');
    create unique index one_open_release_a_version on release (component, semver) where status in ('open', 'paused');
  `.execute(db);
}
