import { z } from 'zod';

/** What a JSON Schema says of a value. */
export const judgement = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('holds') }),
  /** `first`: a few of the `total` things that are wrong, each with its path. */
  z.object({ kind: z.literal('breaks'), total: z.int(), first: z.array(z.string()) }),
  /** The schema itself cannot be used: the rest of a sentence that begins with its name. */
  z.object({ kind: z.literal('unusable'), because: z.string() }),
  /** It took more time or memory than is given to it. */
  z.object({ kind: z.literal('too-much') }),
]);
export type Judgement = z.output<typeof judgement>;
