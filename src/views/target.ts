import { z } from 'zod';

const target = z.object({
  release: z.string().min(1).max(200),
  step: z.string().min(1).max(500).optional(),
  attempt: z.int().optional(),
});

/** What a button or a modal is about. It travels through Slack, so it is untrusted: it says which, never who may. */
export type Target = z.infer<typeof target>;

/** For a button's `value` or a modal's `private_metadata`. */
export function targetText({ release, step, attempt }: Target): string {
  return JSON.stringify({ release, step, attempt });
}

/** The target in a `value` or `private_metadata`; undefined for anything that {@link targetText} did not write. */
export function readTarget(text: string): Target | undefined {
  try {
    return target.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
