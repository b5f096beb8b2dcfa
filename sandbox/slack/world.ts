import { z } from 'zod';

const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/, 'lower-case letters, digits, dots, dashes, underscores');

const person = z.strictObject({
  /** U… or W… */
  id: z.string().regex(/^[UW][A-Z0-9]{2,}$/),
  name,
  realName: z.string().min(1),
  /** IANA zone. */
  tz: z.string().default('UTC'),
  email: z.email().exactOptional(),
  isAdmin: z.boolean().default(false),
  isGuest: z.boolean().default(false),
  deleted: z.boolean().default(false),
  isBot: z.boolean().default(false),
  /** Another workspace's id: a Slack Connect outsider. */
  teamId: z
    .string()
    .regex(/^T[A-Z0-9]+$/)
    .exactOptional(),
});

const channel = z.strictObject({
  id: z.string().regex(/^[CG][A-Z0-9]{2,}$/),
  name,
  private: z.boolean().default(false),
  archived: z.boolean().default(false),
  /** Names of people. */
  members: z.array(z.string()).default([]),
  /** Whether the app is a member. */
  botIn: z.boolean().default(true),
  /** Shared with another workspace (Slack Connect). */
  foreign: z.boolean().default(false),
});

const usergroup = z.strictObject({
  id: z.string().regex(/^S[A-Z0-9]{2,}$/),
  handle: name,
  name: z.string().exactOptional(),
  members: z.array(z.string()).default([]),
});

/** What a workspace holds when the local Slack starts. */
export const slackWorld = z
  .strictObject({
    team: z.strictObject({
      id: z.string().regex(/^T[A-Z0-9]+$/),
      domain: z.string().min(1),
      name: z.string().min(1),
      /** User groups need a paid plan. */ plan: z.enum(['paid', 'free']).default('paid'),
    }),
    people: z.array(person),
    channels: z.array(channel),
    usergroups: z.array(usergroup).default([]),
    bot: z
      .strictObject({
        userId: z.string().default('U0SLIPWAY'),
        botId: z.string().default('B0SLIPWAY'),
        appId: z.string().default('A0SLIPWAY'),
        name: name.default('slipway'),
      })
      .prefault({}),
  })
  .check((context) => {
    const known = new Set(context.value.people.map((one) => one.name));
    for (const { name: of, members } of [
      ...context.value.channels,
      ...context.value.usergroups.map((group) => ({ name: group.handle, members: group.members })),
    ]) {
      for (const member of members) {
        if (known.has(member)) continue;
        const message = `${of}: no person is called ${member}`;
        context.issues.push({ code: 'custom', message, input: context.value, path: ['people'] });
      }
    }
  });

/** A workspace as written by a test or a demo. */
export type SlackWorld = z.input<typeof slackWorld>;
/** A workspace with its defaults filled in. */
export type CompleteWorld = z.output<typeof slackWorld>;
