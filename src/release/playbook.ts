import { z } from 'zod';
import { duration } from './playbook-step-parts.ts';
import { step } from './playbook-steps.ts';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,40}$/, 'must be lower-case words joined by hyphens, such as backend-lead');

/** What kind of version a release may ask for. */
export const bumpKind = z.enum(['patch', 'minor', 'major']);
export type BumpKind = z.infer<typeof bumpKind>;

const askOnly = z.string().min(1).max(150);
const questionInFull = z.strictObject({
  ask: askOnly.describe('The question as the start modal asks it'),
  kind: z
    .enum(['yes-no', 'text', 'folders', 'issue', 'tag'])
    .default('text')
    .describe('issue: the number of an issue that is there; tag: the earlier release that this one patches'),
  hint: z.string().max(150).exactOptional(),
  under: z.string().exactOptional().describe('kind folders: the folder whose folders are offered'),
  several: z.boolean().default(false),
  each: name.exactOptional().describe('The placeholder for one of several answers, used by steps with for:'),
  optional: z.boolean().default(false),
});
/** A question of the start modal. */
export type Question = z.output<typeof questionInFull>;
const question = z.union([
  askOnly.transform((ask): Question => ({ ask, kind: 'yes-no', several: false, optional: false })),
  questionInFull,
]);

const role = z.strictObject({
  title: z.string().min(1).max(60),
  from: z
    .enum(['starter', 'slipway.yml'])
    .default('slipway.yml')
    .describe('Who fills it: the person who starts, or slipway.yml'),
  quorum: z.int().min(1).max(20).default(1).describe('How many distinct people of the role must approve'),
  not: z
    .array(z.enum(['starter', 'author']))
    .default([])
    .describe('Who may not sign in this role'),
  'stand-in': name.exactOptional().describe('The role whose people may do it too when it is waited for long'),
  'stand-in-after': duration.exactOptional().describe('How long it is waited for before that'),
});
export type Role = z.output<typeof role>;

const together = z.strictObject({ together: z.array(step).min(1).describe('Steps that run side by side') });
const stage = z.strictObject({ stage: z.string().min(1).max(60), steps: z.array(z.union([together, step])).min(1) });

/** A release process as data. One YAML file; validated, and pinned whole into every release that uses it. */
export const playbookSchema = z.strictObject({
  playbook: name,
  title: z.string().min(1).max(60),
  'time-zone': z.string().default('Etc/UTC').describe('IANA zone in which announcements print their times'),
  bump: z
    .strictObject({ choices: z.array(bumpKind).min(1), default: bumpKind })
    .default({ choices: ['patch', 'minor', 'major'], default: 'minor' }),
  tag: z.string().includes('<version>').default('v<version>').describe('The tag of a version'),
  'released-from': z
    .string()
    .default('main')
    .describe('The branch whose changes since the last tag are released, unless a step makes one for them'),
  references: z.array(z.strictObject({ say: z.string(), link: z.string() })).default([]),
  notes: z
    .record(z.string().min(1).max(80), z.string().min(1))
    .exactOptional()
    .describe(
      'The headings of the release notes in their order, and what stands below each: <changes> is what changed, <date> the day',
    ),
  questions: z.record(name, question).default({}),
  roles: z.record(name, role),
  withdraw: z
    .strictObject({
      'revert-tag': z.boolean().default(false).describe('Whether the tag of a withdrawn release is deleted'),
      redeploy: z
        .array(z.string().min(1))
        .min(1)
        .exactOptional()
        .describe(
          'Environments to which the version before is deployed again, by button, where the release was begun there',
        ),
    })
    .exactOptional(),
  'break-glass': z
    .array(name)
    .min(1)
    .exactOptional()
    .describe('Roles that may confirm that a waiting check or sign-off is forced; without it nothing can be'),
  stages: z.array(stage).min(1),
});
export type Playbook = z.output<typeof playbookSchema>;
export type Stage = Playbook['stages'][number];

/** The steps of a stage in groups: each group is done before the next begins. */
export function groupsOf(one: Stage) {
  return one.steps.map((entry) => ('together' in entry ? entry.together : [entry]));
}
