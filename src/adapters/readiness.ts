import type { Route } from './http-server.ts';
import { shared } from './shared.ts';

interface Asked {
  readonly role: 'web' | 'worker' | 'all';
  /** Rejects soon when the store cannot be reached. */
  store(): Promise<unknown>;
  /** Rejects soon when the queue cannot be reached. */
  queue(): Promise<unknown>;
  isStopping(): boolean;
}

/** The route is open to the internet, and store and queue are for the work: for so long an answer serves all who ask. */
const keptMs = 1000;

async function answers(question: Promise<unknown>): Promise<boolean> {
  return await question.then(
    () => true,
    () => false,
  );
}

/**
 * `GET /readyz`: whether this process can do its work, and what it cannot reach. Clicks work without the queue, and the
 * sweep enqueues later what they set in motion; a worker has nothing to do without it.
 */
export function readiness({ role, store, queue, isStopping }: Asked): Route {
  const reach = shared(() => Promise.all([answers(store()), answers(queue())]), keptMs);
  return async () => {
    if (isStopping()) return { status: 503, body: 'stopping' };
    const reached = await reach();
    const [hasStore, hasQueue] = reached;
    const ready = hasStore && (hasQueue || role !== 'worker');
    const away = ['the store', 'the queue'].filter((_, index) => !reached[index]);
    const said = [...(ready ? ['ready'] : []), ...away.map((part) => `${part} cannot be reached`)];
    return { status: ready ? 200 : 503, body: said.join('; ') };
  };
}
