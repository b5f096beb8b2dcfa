import type { LiveSource } from '../release/role-source.ts';
import type { Log } from './log.ts';

interface Membership {
  readonly source: string;
  readonly members: readonly string[];
  /** Seconds; 0 where nobody tells. */
  readonly changed: number;
  readonly readAt: Date;
}

type Groups =
  | {
      readonly kind: 'groups';
      readonly byId: ReadonlyMap<string, { readonly members: readonly string[]; readonly changed: number }>;
    }
  | { readonly kind: 'unpaid' };

/** What memberships are read by, and kept in. */
export interface MembershipPorts {
  readonly memberships: {
    known(sources: readonly string[]): Promise<ReadonlyMap<string, Membership>>;
    keep(read: Membership): Promise<void>;
  };
  /** All user groups now; throws while Slack does not tell. */
  groups(): Promise<Groups>;
  /** Logins; undefined for a team that is not there. */
  teamMembers(repository: string, team: string): Promise<readonly string[] | undefined>;
  readonly log: Log;
  now(): Date;
}

/** A source with the repository as whose installation its team is asked for. */
export type Wanted = ReadonlyMap<string, { readonly source: LiveSource; readonly repository: string }>;

/** Reads the memberships that are older than `maxAgeMs` anew; what cannot be read stays as it was, and is logged. */
export function membershipReader(ports: MembershipPorts) {
  const reading = new Map<string, Promise<void>>();

  async function readGroups(keys: readonly string[], known: ReadonlyMap<string, Membership>): Promise<void> {
    const readAt = ports.now();
    const listed = await ports.groups();
    for (const source of keys) {
      const found = listed.kind === 'groups' ? listed.byId.get(source.replace(/^group:/, '')) : undefined;
      // A group that is not there any more, or disabled, or no longer paid for, has nobody in it.
      const changed = found?.changed ?? known.get(source)?.changed ?? 0;
      await ports.memberships.keep({ source, members: found?.members ?? [], changed, readAt });
    }
  }

  async function readTeam(source: string, repository: string, team: string): Promise<void> {
    const readAt = ports.now();
    const members = (await ports.teamMembers(repository, team)) ?? [];
    await ports.memberships.keep({ source, members, changed: 0, readAt });
  }

  /** What is being read already is not read twice. Never rejects. */
  function once(key: string, read: () => Promise<void>): Promise<void> {
    const begun =
      reading.get(key) ??
      read()
        .catch((error: unknown) => ports.log.warn({ err: error, source: key }, 'members of a role cannot be read'))
        .finally(() => reading.delete(key));
    reading.set(key, begun);
    return begun;
  }

  return async (wanted: Wanted, maxAgeMs: number): Promise<void> => {
    const known = await ports.memberships.known([...wanted.keys()]);
    const oldest = ports.now().getTime() - maxAgeMs;
    const stale = [...wanted].filter(([key]) => (known.get(key)?.readAt.getTime() ?? 0) <= oldest);
    const groups = stale.filter(([, { source }]) => source.kind === 'group').map(([key]) => key);
    await Promise.all([
      ...(groups.length === 0 ? [] : [once(`groups ${groups.join(' ')}`, () => readGroups(groups, known))]),
      ...stale.map(([key, { source, repository }]) =>
        source.kind === 'group' ? undefined : once(key, () => readTeam(key, repository, source.team)),
      ),
    ]);
  };
}
