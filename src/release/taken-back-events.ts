import { z } from 'zod';

const text = z.string();
const person = z.string().min(1).describe("A Slack user id, or 'slipway'");

/** What is taken back: a change before it is merged, a release after its tag was made. */
export const takenBackEvents = [
  z.strictObject({
    type: z.literal('ReleaseWithdrawn'),
    by: person,
    reason: text,
    redeploy: z
      .strictObject({ tag: text, version: text, steps: z.array(text).min(1) })
      .exactOptional()
      .describe('The version before, and the steps whose deployment is made anew with it'),
    left: z
      .array(z.strictObject({ environment: text, because: text }))
      .exactOptional()
      .describe('Environments in which nothing is deployed though the playbook names them, and why'),
  }),
  z.strictObject({
    type: z.literal('WithdrawalEnded'),
    by: person.exactOptional().describe('Who gave up what was still to be deployed; absent when all of it was'),
    reason: text.exactOptional(),
  }),
  z.strictObject({
    type: z.literal('WithdrawalCarriedOut'),
    task: text.describe('release-page, tag, either with .<tag> behind it for a tag beside, or announcement.<step>'),
    refused: z.boolean().exactOptional(),
    sentence: text,
    link: text.exactOptional(),
  }),
  z.strictObject({
    type: z.literal('TakeOutAsked'),
    by: person,
    change: z.int().positive().describe('The pull request that is to be taken out'),
    title: text,
    reason: text,
  }),
  z.strictObject({
    type: z.literal('TakeOutOpened'),
    asked: z.int().positive().describe('Which of the changes that were asked for, from 1'),
    how: z.enum(['made', 'adopted']),
    number: z.int().positive().describe('Of the pull request that takes it out'),
    url: text,
  }),
  z.strictObject({
    type: z.literal('TakeOutEnded'),
    asked: z.int().positive(),
    how: z.enum(['merged', 'closed', 'refused']),
    sentence: text,
    byHand: text.exactOptional().describe('The commands of git that do it by hand, a line each'),
  }),
] as const;
