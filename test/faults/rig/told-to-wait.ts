import { z } from 'zod';
import type { Fleet } from './fleet.ts';

const line = z.object({
  err: z.object({ retryAt: z.string().transform((at) => new Date(at).getTime()), message: z.string() }),
});

/**
 * What the processes said of limits that make them wait; `until` in milliseconds since the epoch, of the world's time. A
 * process says so once it has written down for all processes how long: what is sent after that is sent against its knowledge.
 */
export function toldToWait({ processes }: Fleet) {
  return processes.flatMap((process) =>
    process.lines.flatMap((text) => {
      if (!text.includes('"retryAt"')) return [];
      const read = line.safeParse(JSON.parse(text)).data;
      return read === undefined ? [] : [{ process, until: read.err.retryAt, message: read.err.message }];
    }),
  );
}
