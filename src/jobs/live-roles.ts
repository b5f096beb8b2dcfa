import { setTimeout as aMoment } from 'node:timers/promises';
import type { Execute } from '../execute.ts';
import { isRunning, type Release } from '../release/release.ts';
import { type LiveSource, sourceKey, sourceWords } from '../release/role-source.ts';
import { inSlack } from './find-owners.ts';
import { type MembershipPorts, membershipReader, type Wanted } from './read-memberships.ts';

/** So old may a membership be that counts; an older one is read again first. */
const freshMs = 15 * 60_000;
/** So long the last known one holds while Slack or GitHub cannot be asked. Then nobody acts by it. */
const holdsMs = 24 * 3_600_000;
/** Of these 3 s that Slack waits for an answer to a click. */
const patienceMs = 900;

interface Ports extends MembershipPorts {
  readonly execute: Execute;
  readonly listOpen: () => Promise<readonly { readonly id: string }[]>;
}

/** What Slack tells of a user group. */
export interface GroupTold {
  readonly id: string;
  /** Seconds of Slack's clock. */
  readonly changed: number;
  readonly members?: readonly string[];
  /** Where only the difference is told: from which state to this one. */
  readonly difference?: {
    readonly since: number;
    readonly came: readonly string[];
    readonly left: readonly string[];
  };
}

function sourcesOf({ sources }: Release): readonly (readonly [role: string, source: LiveSource])[] {
  return Object.entries(sources).flatMap(([role, source]) =>
    source.kind === 'codeowners' ? [] : [[role, source] as const],
  );
}

function wantedBy(releases: readonly Release[]): Wanted {
  return new Map(
    releases.flatMap((release) =>
      sourcesOf(release).map(
        ([, source]) => [sourceKey(source), { source, repository: release.component.repository }] as const,
      ),
    ),
  );
}

function becauseOf(source: LiveSource, unknown: readonly string[]): string {
  const words = `${sourceWords(source).replace(/^t/, 'T')} has changed.`;
  if (unknown.length === 0) return words;
  return `${words} Not known in Slack: ${unknown.slice(0, 20).join(', ')}; let them link their GitHub accounts in Slack, or name them under people: in slipway.yml.`;
}

/** Keeps the people of roles what they are in Slack and GitHub, as facts of the releases that run. */
export function liveRoles(ports: Ports) {
  const read = membershipReader(ports);

  /** Records who is in the roles as far as that is known, and answers the roles of which it has not been for too long. */
  async function record(release: Release): Promise<ReadonlyMap<string, string>> {
    const sources = sourcesOf(release);
    const known = await ports.memberships.known(sources.map(([, source]) => sourceKey(source)));
    const unread = new Map<string, string>();
    for (const [role, source] of sources) {
      const found = known.get(sourceKey(source));
      const readAt = found?.readAt ?? release.startedAt; // the start form has read it
      if (ports.now().getTime() - readAt.getTime() >= holdsMs) unread.set(role, sourceWords(source));
      else if (found !== undefined) {
        const { people, unknown } =
          source.kind === 'group' ? { people: found.members, unknown: [] } : inSlack(release, found.members);
        const because = becauseOf(source, unknown);
        await ports.execute(release.id, { type: 'RecordRole', role, members: people, because });
      }
    }
    return unread;
  }

  async function running(): Promise<readonly Release[]> {
    const loaded: Release[] = [];
    for (const { id } of await ports.listOpen()) {
      try {
        const release = await ports.execute.load(id);
        if (release !== undefined && isRunning(release)) loaded.push(release);
      } catch (error) {
        ports.log.error({ err: error, release: id }, 'roles not refreshed; those of others are');
      }
    }
    return loaded;
  }

  async function recordAll(releases: readonly Release[]): Promise<void> {
    for (const release of releases) {
      try {
        await record(release);
      } catch (error) {
        ports.log.error({ err: error, release: release.id }, 'roles not refreshed; those of others are');
      }
    }
  }

  return {
    /** Reads what is older than this and records it in all releases that run. */
    async refresh(maxAgeMs: number): Promise<void> {
      const releases = await running();
      await read(wantedBy(releases), maxAgeMs);
      await recordAll(releases);
    },

    /** Slack tells of a group: counts at once in the releases that it fills a role of. */
    async told({ id, changed, members, difference }: GroupTold): Promise<void> {
      const source = `group:${id}`;
      const releases = (await running()).filter((release) => wantedBy([release]).has(source));
      if (releases.length === 0) return;
      const known = (await ports.memberships.known([source])).get(source);
      const readAt = ports.now();
      if (members !== undefined) await ports.memberships.keep({ source, members, changed, readAt });
      else if (difference !== undefined && known !== undefined && known.changed >= difference.since) {
        const stay = known.members.filter((one) => !difference.left.includes(one));
        const now = [...new Set([...stay, ...difference.came])];
        await ports.memberships.keep({ source, members: now, changed, readAt });
      } else await read(wantedBy(releases), 0); // something between was missed
      await recordAll(releases);
    },

    /** Before somebody's right to act is judged: the roles as they are now, read again where that is too long ago. */
    async before(release: Release): Promise<ReadonlyMap<string, string>> {
      const wanted = wantedBy([release]);
      if (wanted.size === 0) return new Map();
      const ended = new AbortController();
      await Promise.race([
        read(wanted, freshMs).finally(() => ended.abort()),
        aMoment(patienceMs, undefined, { signal: ended.signal }).catch(() => undefined), // it was read in time
      ]);
      return await record(release);
    },
  };
}
export type LiveRoles = ReturnType<typeof liveRoles>;
