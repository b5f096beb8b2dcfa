import { z } from 'zod';
import { decision } from '../release/events.ts';
import {
  commentBlock,
  confirmBlock,
  confirmGroups,
  decisionBlock,
  type SignOffShown,
  signOffIds,
  signOffShown,
} from './sign-off-modal.ts';

const chosen = z.object({
  [signOffIds.decision]: z.object({
    selected_option: z.object({ value: z.enum([...decision.options, 'revoke']) }).nullish(),
  }),
});
const typed = z.object({ [signOffIds.comment]: z.object({ value: z.string().nullish() }) });
const boxes = z.object({ [signOffIds.confirm]: z.object({ selected_options: z.array(z.unknown()).default([]) }) });
const values = z.record(z.string(), z.unknown());

type Read =
  | { readonly kind: 'decided'; readonly decision: z.output<typeof decision>; readonly comment: string }
  | { readonly kind: 'revoked'; readonly reason: string }
  /** What is missing, by block id. */
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> };

/** What the modal was shown for; undefined for what signOffModal did not write. */
export function readSignOffShown(privateMetadata: string): SignOffShown | undefined {
  try {
    return signOffShown.safeParse(JSON.parse(privateMetadata)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Reads a submitted decision: an approval confirms everything, anything else says why. */
export function readSignOffForm(confirms: readonly string[], { subject, again }: SignOffShown, state: unknown): Read {
  const given = values.parse(state);
  const decided = chosen.safeParse(given[decisionBlock(subject, again)]).data?.[signOffIds.decision].selected_option
    ?.value;
  const comment = typed.safeParse(given[commentBlock]).data?.[signOffIds.comment].value?.trim() ?? '';
  if (decided === undefined) return { kind: 'errors', errors: { [decisionBlock(subject, again)]: 'Choose one.' } };
  if (decided === 'revoke')
    return comment === ''
      ? { kind: 'errors', errors: { [commentBlock]: 'Say why you take it back.' } }
      : { kind: 'revoked', reason: comment };
  if (decided !== 'approve')
    return comment === ''
      ? { kind: 'errors', errors: { [commentBlock]: 'Say what is wrong, so that it can be put right.' } }
      : { kind: 'decided', decision: decided, comment };
  const open = confirmGroups(confirms).flatMap((group, n) => {
    const ticked =
      boxes.safeParse(given[confirmBlock(n, subject, again)]).data?.[signOffIds.confirm].selected_options.length ?? 0;
    return ticked >= group.length
      ? []
      : [[confirmBlock(n, subject, again), 'Tick all of these to approve, or choose another decision.']];
  });
  if (open.length > 0) return { kind: 'errors', errors: Object.fromEntries(open) };
  return { kind: 'decided', decision: 'approve', comment };
}
