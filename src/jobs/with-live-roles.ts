import type { Execute, Executed } from '../execute.ts';
import type { Command, PersonCommand } from '../release/commands.ts';
import { isRunning } from '../release/release.ts';
import { unreadRole } from '../release/roles-unread.ts';
import type { LiveRoles } from './live-roles.ts';

function isPersons(command: Command): command is PersonCommand {
  return command.type !== 'StartRelease' && !command.type.startsWith('Record');
}

/** The write path for people: who is in a role is made sure of before it is judged whether they may. */
export function withLiveRoles(execute: Execute, roles: Pick<LiveRoles, 'before'>): Execute {
  async function run(id: string, command: Command, cause?: string): Promise<Executed> {
    if (!isPersons(command)) return await execute(id, command, cause);
    const release = await execute.load(id);
    if (release === undefined || !isRunning(release)) return await execute(id, command, cause);
    const unread = await roles.before(release);
    if (unread.size > 0) {
      const now = (await execute.load(id)) ?? release;
      const refused = unreadRole(now, command, unread);
      if (refused !== undefined) return { kind: 'refused', refusal: refused, release: now };
    }
    return await execute(id, command, cause);
  }
  return Object.assign(run, { load: (id: string) => execute.load(id) });
}
