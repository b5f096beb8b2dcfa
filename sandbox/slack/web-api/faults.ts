import { z } from 'zod';

/** A fault of the Web API, asked for by a test: the next `times` calls of `method` (`*`: any) meet it. */
export const fault = z.strictObject({
  method: z.string(),
  /** Only calls that name this channel. */
  channel: z.string().exactOptional(),
  times: z.int().min(1).default(1),
  /**
   * `delay`: answers after `ms`. `429`: Retry-After of `ms` (rounded up to seconds, at least 1). `5xx`: a 503 and nothing
   * done. `reset-before`, `reset-after`: the connection breaks before or after the work was done. `hang`: never answers.
   */
  kind: z.enum(['delay', '429', '5xx', 'reset-before', 'reset-after', 'hang']),
  ms: z.number().min(0).default(1000),
});

export type Fault = z.output<typeof fault>;
export type FaultRequest = z.input<typeof fault>;

/** The faults that are still to be met. */
export interface Faults {
  readonly add: (fault: Fault) => void;
  /** Takes the first fault that fits a call, once. */
  readonly take: (method: string, channel: string | undefined) => Fault | undefined;
  readonly clear: () => void;
}

export function createFaults(): Faults {
  let left: { fault: Fault; times: number }[] = [];
  return {
    add: (one) => left.push({ fault: one, times: one.times }),
    take: (method, channel) => {
      const entry = left.find(
        ({ fault: of }) =>
          (of.method === '*' || of.method === method) && (of.channel === undefined || of.channel === channel),
      );
      if (entry === undefined) return undefined;
      entry.times -= 1;
      if (entry.times === 0) left = left.filter((one) => one !== entry);
      return entry.fault;
    },
    clear: () => {
      left = [];
    },
  };
}
