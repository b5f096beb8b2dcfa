import type pg from 'pg';

/** The try of a deploy step that has an environment to itself. */
export interface LockHolder {
  readonly release: string;
  readonly step: string;
  readonly attempt: number;
}

/** One deployment at a time to each environment of a repository, in whatever process. */
export function environmentLocks(pool: pg.Pool) {
  return {
    /**
     * Locks an environment for a deployment, unless another one has it, and says who has it now.
     * @param stale the holder who is known to deploy no longer: its lock is taken over, if it still has it.
     */
    async lockEnvironment(
      repository: string,
      environment: string,
      { release, step, attempt }: LockHolder,
      stale?: LockHolder,
    ): Promise<LockHolder> {
      await pool.query(
        `insert into environment_lock as held (repository, environment, release, step, attempt) values ($1, $2, $3, $4, $5)
         on conflict (repository, environment) do update
           set release = excluded.release, step = excluded.step, attempt = excluded.attempt, at = now()
           where (held.release, held.step, held.attempt) = ($6, $7, $8::integer)`,
        [repository, environment, release, step, attempt, stale?.release, stale?.step, stale?.attempt],
      );
      const { rows } = await pool.query<LockHolder>(
        'select release, step, attempt from environment_lock where repository = $1 and environment = $2',
        [repository, environment],
      );
      const [holder] = rows;
      if (holder === undefined) throw new Error(`The lock of ${environment} vanished: nothing deletes locks.`);
      return holder;
    },
  };
}
