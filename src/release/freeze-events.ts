import { z } from 'zod';

const text = z.string();

/** A branch that is frozen while its pull request is signed. */
export const freezeEvents = [
  z.strictObject({
    type: z.literal('BranchFrozen'),
    step: text.describe('The step that opened the release pull request'),
    branch: text,
    held: z.int().min(0).describe('How many open pull requests into it wait'),
    refused: text.exactOptional().describe('Why GitHub does not let it be said on them'),
  }),
  z.strictObject({
    type: z.literal('FreezeLifted'),
    step: text,
    branch: text,
    still: z.array(text).exactOptional().describe('Other releases that keep it frozen'),
    refused: text.exactOptional().describe('Why GitHub does not let it be said'),
  }),
] as const;
