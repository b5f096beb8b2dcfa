import { z } from 'zod';

const record = z.record(z.string(), z.unknown());

/** One Web API call of the app, as the control API lists it. */
export const callRecord = z.object({
  method: z.string(),
  args: record,
  at: z.number(),
  error: z.string().optional(),
  status: z.number(),
});
export type CallRecord = z.infer<typeof callRecord>;

/** Something of the app's that Slack refused. */
export const refusalRecord = z.object({
  at: z.number(),
  where: z.string(),
  error: z.string(),
  messages: z.array(z.string()),
  given: z.unknown(),
});
export type RefusalRecord = z.infer<typeof refusalRecord>;

/** A delivery to the app, with its tries. */
export const deliveryRecord = z.object({
  id: z.string(),
  kind: z.enum(['slash_commands', 'interactive', 'events_api']),
  name: z.string(),
  payload: record,
  at: z.number(),
  tries: z.array(z.object({ transport: z.string(), outcome: z.string() })),
});
export type DeliveryRecordShown = z.infer<typeof deliveryRecord>;

/** The workspace at a glance, for a page that shows it. */
export const overview = z.object({
  team: z.object({ id: z.string(), name: z.string(), domain: z.string() }),
  bot: z.object({ userId: z.string(), botId: z.string(), appId: z.string(), name: z.string() }),
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      realName: z.string(),
      tz: z.string(),
      isAdmin: z.boolean(),
      isGuest: z.boolean(),
      deleted: z.boolean(),
      isBot: z.boolean(),
      teamId: z.string(),
    }),
  ),
  channels: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['public', 'private', 'im']),
      archived: z.boolean(),
      foreign: z.boolean(),
      members: z.array(z.string()),
    }),
  ),
  groups: z.array(z.object({ id: z.string(), handle: z.string(), members: z.array(z.string()) })),
  transport: z.enum(['http', 'socket', 'none']),
  sockets: z.number(),
  changes: z.number(),
});
export type Overview = z.infer<typeof overview>;
