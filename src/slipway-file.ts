import { z } from 'zod';
import { isTimeZone } from './release/time-zone.ts';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,40}$/, 'must be lower-case words joined by hyphens, such as billing-api');
const channel = z.string().regex(/^[CG][A-Z0-9]{2,}$/, "must be a channel's id, such as C0123ABCD, not its name");
const person = z.string().regex(/^[UW][A-Z0-9]{2,}$/, "must be a person's Slack id, such as U0123ABCD");
const group = z.string().regex(/^S[A-Z0-9]{2,}$/, "must be a user group's id, such as S0123ABCD");
const repository = z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name, such as acme/billing');
const login = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/, 'must be a GitHub login, without @');
const timeZone = z.string().refine(isTimeZone, 'must be the name of an IANA time zone, such as Asia/Tokyo');

const people = z.strictObject({ people: z.array(person).min(1) });
const fromGroup = z.strictObject({ group });
/** Who fills a role: named people, or whoever is in a Slack user group when the release starts. */
const filling = z.union([fromGroup, people]);
export type RoleFilling = z.output<typeof filling>;

const component = z.strictObject({
  repository: repository.describe('The repository on GitHub that is released: owner/name'),
  channel: channel.describe('The home channel: where its card and timeline are posted'),
  playbook: name.describe('A playbook of the playbooks folder'),
  roles: z.record(name, filling).default({}).describe("Who fills the playbook's roles"),
  values: z.record(name, z.string()).default({}).describe("The playbook's placeholders that differ by component"),
});
/** A component as slipway.yml describes it. */
export type ComponentEntry = z.output<typeof component>;

/** `slipway.yml`: what a team tells Slipway about its workspace and components. */
export const slipwayFile = z.strictObject({
  workspace: z.string().regex(/^T[A-Z0-9]{2,}$/, "must be the Slack workspace's id, such as T0123ABCD"),
  'time-zone': timeZone.default('Etc/UTC').describe("IANA zone for times that cannot be shown in the reader's own"),
  commands: z
    .strictObject({
      release: z
        .string()
        .regex(/^\/[a-z0-9_-]{1,31}$/, 'must be / and then lower-case letters, digits, - or _, 32 characters at most')
        .default('/release'),
    })
    .prefault({}),
  channels: z.record(name, channel).default({}).describe('Channels that announcements name'),
  people: z
    .record(person, z.strictObject({ github: login }))
    .default({})
    .describe('GitHub logins by Slack id: who the author of a change is, and who is asked for review'),
  components: z.record(name, component),
});
export type SlipwayFile = z.output<typeof slipwayFile>;
