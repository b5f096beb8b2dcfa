import { z } from 'zod';

/** How a play of a seed ended. */
export const playedSeed = z.object({
  seed: z.number(),
  /** What was lost or made twice, or why the release did not come to its end; none is what is wanted. */
  wrong: z.array(z.string()),
  /** How often each thing befell it. */
  suffered: z.record(z.string(), z.number()),
  kills: z.number(),
  seconds: z.number(),
  /** The last words of each process, where something went wrong. */
  lastWords: z.record(z.string(), z.array(z.string())),
});
export type PlayedSeed = z.infer<typeof playedSeed>;
