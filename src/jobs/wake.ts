import type { Execute } from '../execute.ts';
import { owedBy } from '../release/owed.ts';
import type { Release } from '../release/release.ts';
import { addEffect } from './effect-job.ts';
import type { Log } from './log.ts';

const slotMs = 500; // GitHub tells one push in many webhooks: those of half a second are one look, at its end

interface WakePorts {
  readonly execute: Pick<Execute, 'load'>;
  readonly queue: Parameters<typeof addEffect>[0];
  readonly listOpen: () => Promise<readonly { readonly id: string }[]>;
  readonly log: Log;
  now(): Date;
}

function looksAt({ component }: Release, repository: string): boolean {
  const wanted = repository.toLowerCase();
  return [component.repository, ...Object.values(component.values)].some((one) => one.toLowerCase() === wanted);
}

async function wake(ports: WakePorts, id: string, repository: string, now: Date): Promise<void> {
  const slot = Math.floor(now.getTime() / slotMs);
  const untilEnd = (slot + 1) * slotMs - now.getTime();
  const release = await ports.execute.load(id);
  if (release === undefined || !looksAt(release, repository)) return;
  const polled = owedBy(release, now).filter((o) => o.polls);
  for (const owed of polled) await addEffect(ports.queue, id, owed, `h${slot}`, untilEnd);
}

/** Something happened in a repository: every running release that looks at it looks again at what it waits for. */
export async function wakeReleasesOf(ports: WakePorts, repository: string): Promise<void> {
  const now = ports.now();
  for (const { id } of await ports.listOpen()) {
    try {
      await wake(ports, id, repository, now);
    } catch (error) {
      ports.log.error({ err: error, release: id }, 'not woken; the next poll looks');
    }
  }
}
