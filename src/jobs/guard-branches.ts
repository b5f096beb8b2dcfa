import { Outage, RefusedOutside } from '../release/outside-errors.ts';
import type { Playbook } from '../release/playbook.ts';
import { branchesFrozenBy } from '../release/playbook-freeze.ts';
import type { Release } from '../release/release.ts';
import { type FreezePorts, type GuardedBranch, keepFreeze } from './keep-freeze.ts';
import type { Log } from './log.ts';

/** Webhooks of the same half second are one look: GitHub tells one push in many webhooks. */
const togetherMs = 500;

interface GuardQueue {
  add(job: {
    readonly name: string;
    readonly id: string;
    readonly data: { readonly repository: string };
    readonly delayMs: number;
  }): Promise<void>;
}

interface Configured {
  readonly components: Readonly<Record<string, { readonly repository: string; readonly playbook: string }>>;
  playbook(name: string): Playbook | undefined;
}

/** The branches that the playbook of a component freezes, or that of a running release. A team requires their status at all times. */
export function guardedBranches(
  { components, playbook }: Configured,
  running: readonly Release[] = [],
): readonly GuardedBranch[] {
  const found = new Map<string, GuardedBranch>();
  const add = (repository: string, by: Playbook | undefined): void => {
    for (const branch of by === undefined ? [] : branchesFrozenBy(by))
      found.set(`${repository.toLowerCase()} ${branch}`, { repository, branch });
  };
  for (const one of Object.values(components)) add(one.repository, playbook(one.playbook));
  for (const release of running) add(release.component.repository, release.playbook);
  return [...found.values()];
}

const isIn = (wanted: string | undefined) => (guarded: GuardedBranch) =>
  wanted === undefined || guarded.repository.toLowerCase() === wanted.toLowerCase();

/** Something happened in a repository: where one of its branches is guarded, its pull requests are looked at. */
export async function wakeGuard(
  { queue, configured, log }: { readonly queue: GuardQueue; readonly configured: Configured; readonly log: Log },
  repository: string,
  now: Date,
): Promise<void> {
  if (!guardedBranches(configured).some(isIn(repository))) return;
  const slot = Math.floor(now.getTime() / togetherMs);
  const id = `guard.${repository.toLowerCase()}.${slot}`;
  await queue
    .add({ name: 'guard', id, data: { repository }, delayMs: (slot + 1) * togetherMs - now.getTime() })
    .catch((error: unknown) => log.warn({ err: error, repository }, 'guarded branches not woken; the next poll looks'));
}

/**
 * Has every open pull request into a guarded branch say whether that is frozen, whether a release runs or not: one that
 * came when none did would wait for the required status for ever. A branch that cannot be looked at holds back no other.
 * @param repository only its branches; all without it.
 */
export async function guardBranches(
  ports: FreezePorts & { readonly log: Log; readonly configured: Configured },
  repository?: string,
): Promise<void> {
  const guarded = guardedBranches(ports.configured, await ports.running());
  for (const one of guarded.filter(isIn(repository))) {
    try {
      await keepFreeze(ports, one);
    } catch (error) {
      if (!(error instanceof Outage) && !(error instanceof RefusedOutside)) throw error;
      ports.log.warn({ err: error, ...one }, 'a guarded branch was not looked at whole; the next poll does');
    }
  }
}
