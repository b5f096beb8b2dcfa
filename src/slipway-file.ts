import { z } from 'zod';
import { isTimeZone } from './release/time-zone.ts';
import { weekdays } from './release/working-time.ts';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,40}$/, 'must be lower-case words joined by hyphens, such as billing-api');
const channel = z.string().regex(/^[CG][A-Z0-9]{2,}$/, "must be a channel's id, such as C0123ABCD, not its name");
const person = z.string().regex(/^[UW][A-Z0-9]{2,}$/, "must be a person's Slack id, such as U0123ABCD");
const group = z.string().regex(/^S[A-Z0-9]{2,}$/, "must be a user group's id, such as S0123ABCD");
const repository = z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name, such as acme/billing');
const login = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/, 'must be a GitHub login, without @');
const timeZone = z.string().refine(isTimeZone, 'must be the name of an IANA time zone, such as Asia/Tokyo');

const host = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?$/,
    'must be a host in lower case, such as status.example.com or status.example.com:8443, without https://',
  );
/** A host that checks may ask. */
const allowedHost = z.union([
  host.transform((name) => ({ host: name, private: false })),
  z.strictObject({ host, private: z.boolean().default(false) }),
]);

const people = z.strictObject({ people: z.array(person).min(1) });
const fromGroup = z.strictObject({ group });
const team = z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be organisation/team, such as acme/backend-leads');
const fromTeam = z.strictObject({ 'github-team': team });
const fromCodeowners = z.strictObject({ codeowners: z.literal(true) });
/** Who fills a role: named people, whoever is in a Slack user group or a GitHub team, or the owners of what a release changes. */
const filling = z.union([fromGroup, fromTeam, fromCodeowners, people]);
export type RoleFilling = z.output<typeof filling>;

const clockTime = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in quotes, such as "09:00"')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));
const workingHours = z
  .strictObject({
    from: clockTime.prefault('09:00'),
    to: clockTime.prefault('18:00'),
    days: z.array(z.enum(weekdays)).min(1).default(['mon', 'tue', 'wed', 'thu', 'fri']),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'must be later than from' });

const component = z.strictObject({
  repository: repository.describe('The repository on GitHub that is released: owner/name'),
  channel: channel.describe('The home channel: where its card and timeline are posted'),
  playbook: name.describe('A playbook of the playbooks folder'),
  hotfix: name
    .exactOptional()
    .describe('The playbook by which an earlier release is patched, beside the other: /release start billing hotfix'),
  roles: z.record(name, filling).default({}).describe("Who fills the playbook's roles"),
  values: z.record(name, z.string()).default({}).describe("The playbook's placeholders that differ by component"),
});
/** A component as slipway.yml describes it. */
export type ComponentEntry = z.output<typeof component>;

/** The playbooks by which a component is released: the usual one, and that of its hotfixes. */
export function playbooksOf({ playbook, hotfix }: Pick<ComponentEntry, 'playbook' | 'hotfix'>): readonly string[] {
  return hotfix === undefined ? [playbook] : [playbook, hotfix];
}

/** Every component once for each of its playbooks, with that as its `playbook`: what releases by it need. */
export function byPlaybook(components: Readonly<Record<string, ComponentEntry>> = {}) {
  return Object.entries(components).flatMap(([name, component]) =>
    playbooksOf(component).map((playbook, n) => ({ name, component: { ...component, playbook }, ofHotfix: n > 0 })),
  );
}

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
  'allowed-hosts': z
    .array(allowedHost)
    .default([])
    .describe('Hosts that the check http-answers may ask; { host, private: true } where its address may be private'),
  'working-hours': workingHours
    .prefault({})
    .describe('When people are reminded of what is late: each by their own clock, as Slack knows it'),
  holidays: z
    .array(z.iso.date('must be a date, such as 2026-12-25'))
    .default([])
    .describe('Dates on which nobody is reminded, such as 2026-12-25'),
  people: z
    .record(person, z.strictObject({ github: login }))
    .default({})
    .describe('GitHub logins by Slack id: who the author of a change is, and who is asked for review'),
  components: z.record(name, component),
});
export type SlipwayFile = z.output<typeof slipwayFile>;
