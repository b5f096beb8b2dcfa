import { z } from 'zod';

const text = z.string();
const person = z.string().min(1).describe('A Slack user id');
const moment = z.iso.datetime();

/** What happens to a window of deployments. */
export const windowEvents = [
  z.strictObject({
    type: z.literal('WindowScheduled'),
    step: text,
    by: person,
    from: moment,
    until: moment,
    reason: text.exactOptional().describe('Why it is moved; absent where it is scheduled for the first time'),
  }),
  z.strictObject({ type: z.literal('WindowOpened'), step: text }),
  z.strictObject({
    type: z.literal('WindowClosed'),
    step: text.describe('It is over, and something that was to be deployed in it was not'),
  }),
  z.strictObject({
    type: z.literal('WindowTold'),
    step: text,
    channel: text.describe('Its name in slipway.yml'),
    news: z.int().min(0).describe('Which of the news of this window, from 0'),
    refused: text.exactOptional().describe('Why it could not be told there'),
  }),
] as const;
