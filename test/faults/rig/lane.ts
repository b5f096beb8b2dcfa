import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type PlayedSeed, playedSeed } from './played-seed.ts';
import type { StoreKind } from './stores-for.ts';

/** A process that plays one seed after the other, so that lanes share the machine's processors and none of its threads. */
interface Lane {
  /** Rejects when the process is gone. */
  plays(seed: number): Promise<PlayedSeed>;
  ends(): void;
}

export function startLane(store: StoreKind): Lane {
  const child = fork(join(import.meta.dirname, 'programs/lane.ts'), [store], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    async plays(seed) {
      const gone = new AbortController();
      const exited = once(child, 'exit', { signal: gone.signal }).then(([code]) => {
        throw new Error(`The lane that played seed ${seed} ended with ${code}.`);
      });
      const answered = once(child, 'message', { signal: gone.signal });
      child.send(seed);
      try {
        const [message] = await Promise.race([answered, exited]);
        return playedSeed.parse(message);
      } finally {
        exited.catch(() => undefined);
        answered.catch(() => undefined);
        gone.abort();
      }
    },
    ends: () => child.disconnect(),
  };
}
