import type { Execute } from '../execute.ts';
import { owedBy } from '../release/owed.ts';
import { addEffect } from './effect-job.ts';

const slotMs = 500; // GitHub tells one push in many webhooks: those of half a second are one look, at its end

interface WakePorts {
  readonly execute: Pick<Execute, 'load'>;
  readonly queue: Parameters<typeof addEffect>[0];
  readonly listOpen: () => Promise<readonly { readonly id: string }[]>;
  now(): Date;
}

/** Something happened in a repository: every running release that looks at it looks again at what it waits for. */
export async function wakeReleasesOf(ports: WakePorts, repository: string): Promise<void> {
  const now = ports.now();
  const slot = Math.floor(now.getTime() / slotMs);
  const untilEnd = (slot + 1) * slotMs - now.getTime();
  for (const { id } of await ports.listOpen()) {
    const release = await ports.execute.load(id);
    if (release === undefined) continue;
    const { component } = release;
    if (component.repository !== repository && !Object.values(component.values).includes(repository)) continue;
    for (const owed of owedBy(release, now).filter((o) => o.polls))
      await addEffect(ports.queue, id, owed, `h${slot}`, untilEnd);
  }
}
