import type { Execute } from '../execute.ts';
import type { Log } from '../jobs/log.ts';
import { readTarget } from '../views/target.ts';
import type { Standing } from './access.ts';

/** What somebody tried whom the gate turned away. */
interface Barred {
  readonly person: string;
  /** The workspace that Slack names. */
  readonly team: string | undefined;
  /** The id of the button or form: one that a story listens to. */
  readonly attempted: string;
  /** The button's value or the form's private_metadata: untrusted; it says which release, never who. */
  readonly about: string;
  readonly cause: string;
}

interface Ports {
  readonly execute: Execute;
  readonly workspace: string;
  readonly people: { known(id: string): { readonly standing: Standing } | undefined };
  readonly log: Log;
}

/**
 * Records in the release, where one is named that runs, that somebody tried what no member may leave to them. Never
 * throws: the person is answered all the same. Who is not known at this moment was not turned away for good.
 */
export function recordBarredOf({ execute, workspace, people, log }: Ports): (barred: Barred) => Promise<void> {
  return async ({ person, team, attempted, about, cause }) => {
    const foreign = team !== undefined && team !== workspace;
    const standing = foreign ? 'outsider' : people.known(person)?.standing;
    const target = readTarget(about);
    if (standing === undefined || standing === 'member' || target === undefined) return;
    const { release, step } = target;
    try {
      await execute(
        release,
        { type: 'RecordBarred', by: person, attempted, code: standing, at: step },
        `${cause}:barred`,
      );
    } catch (error) {
      log.warn({ err: error, release, person, attempted }, 'not recorded: somebody was turned away');
    }
  };
}
