import { z } from 'zod';
import { check } from './playbook-checks.ts';
import { branch, common, duration, inputs, stepName, text, together } from './playbook-step-parts.ts';

const action = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('open-pull-request'),
    ...common,
    from: branch,
    to: branch,
    frozen: z
      .literal('while-signed')
      .exactOptional()
      .describe('Pull requests into the branch it comes from wait from the first sign-off on until it is merged'),
    'except-labels': z
      .array(text.max(50))
      .min(1)
      .exactOptional()
      .describe('Of a frozen branch: pull requests with one of these labels go through'),
  }),
  z.strictObject({
    action: z.literal('request-review'),
    ...common,
    of: stepName,
    from: stepName.describe('The role that is asked'),
  }),
  z.strictObject({
    action: z.literal('merge-pull-request'),
    ...common,
    of: stepName,
    method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
  }),
  z.strictObject({
    action: z.literal('create-branch'),
    ...common,
    branch: text.describe('The branch that is made, such as hotfix/<issue>; what is released comes from it'),
    from: text.describe('The tag, branch or commit at which it starts, such as <affected>'),
  }),
  z.strictObject({ action: z.literal('create-tag'), ...common, at: text, message: text.exactOptional() }),
  z.strictObject({
    action: z.literal('run-workflow'),
    ...common,
    workflow: text.describe('File name under .github/workflows'),
    start: z
      .enum(['dispatch', 'tag'])
      .default('dispatch')
      .describe('dispatch: Slipway starts it; tag: pushing the tag does'),
    ref: text,
    inputs,
  }),
  z.strictObject({
    action: z.literal('publish-release'),
    ...common,
    assets: z.array(text).default([]).describe('release-record.json, or files of the repository at the tag'),
  }),
  z.strictObject({
    action: z.literal('draft-release'),
    ...common,
    at: text.describe('The commit or branch up to which the notes go, such as <pr.head>'),
  }),
  z.strictObject({ action: z.literal('merge-back'), ...common, from: branch, to: branch }),
  z.strictObject({ action: z.literal('archive-evidence'), ...common, folder: text }),
  z.strictObject({
    action: z.literal('retrospective-issue'),
    ...common,
    labels: z.array(text).max(20).default([]).describe('Labels of the issue'),
    assign: stepName.exactOptional().describe('The role whose people the issue is assigned to'),
  }),
  z.strictObject({
    action: z.literal('tracking-issue'),
    ...common,
    title: text.max(140).exactOptional().describe('What people read, and the title of the issue'),
    labels: z.array(text.max(50)).default([]).describe('Of the issue; a label that is not there is made'),
  }),
  z.strictObject({
    action: z.literal('release-please'),
    ...common,
    workflow: text.default('release-please.yml').describe('File name under .github/workflows'),
    start: z
      .enum(['dispatch', 'scheduled'])
      .default('dispatch')
      .describe('dispatch: Slipway starts it where no pull request is open; scheduled: its own schedule does'),
    to: branch,
    inputs,
  }),
  z.strictObject({
    action: z.literal('release-please-published'),
    ...common,
    of: stepName.describe('The release-please step'),
    tags: z.array(text).min(1).default(['<tag>']).describe('The tag of each component, placeholders allowed'),
  }),
  z.strictObject({
    action: z.literal('pin-commit'),
    ...common,
    ref: branch.describe('The branch whose head is what this release releases; later pushes do not move it'),
  }),
]);

const bound = z.number().min(-1e12).max(1e12);
const checklistItem = z.strictObject({
  say: text.max(3000),
  link: text.exactOptional(),
  evidence: z
    .enum(['link', 'text', 'number', 'file'])
    .exactOptional()
    .describe('Asked for, and refused to be ticked without'),
  unit: text.max(40).exactOptional().describe('Of a number: what is counted, such as % or ms'),
  'at-least': bound.exactOptional().describe('Of a number: a smaller one is refused'),
  'at-most': bound.exactOptional().describe('Of a number: a larger one is refused'),
  when: text.exactOptional(),
});
export type ChecklistItem = z.output<typeof checklistItem>;

const checklist = z.strictObject({
  checklist: stepName.describe('The role that answers it'),
  ...common,
  items: z.array(checklistItem).min(1),
});
const signOff = z.strictObject({
  'sign-off': stepName.describe('The role that signs'),
  ...common,
  with: together.exactOptional().describe('Other roles that sign as well: each needs its quorum, by different people'),
  of: stepName.describe('What is signed: a step that leaves a commit, open-pull-request or pin-commit'),
  confirms: z.array(text.max(150)).default([]),
});
const deployWindow = z.strictObject({
  window: text.describe('The environment: later steps deploy to it within the window only'),
  ...common,
  by: z.array(stepName).min(1).describe('Roles that may schedule it, and move it'),
  lasts: duration.describe('How long it is open, such as 2h, unless they schedule it otherwise'),
  'told-in': z.array(stepName).default([]).describe('Names under channels: in slipway.yml, where it is told besides'),
});
const deploy = z.strictObject({
  deploy: text.describe('The environment'),
  ...common,
  by: z.array(stepName).min(1).describe('Roles that may press the button'),
  with: together.exactOptional().describe('Roles of each of which somebody else confirms before anything starts'),
  at: text
    .exactOptional()
    .describe(
      'The commit that is deployed, such as <pr.head>; without it the tag. A workflow runs on the released branch',
    ),
  workflow: text
    .exactOptional()
    .describe('Workflow that deploys; without it a deployment on GitHub is made and followed'),
  inputs,
  plan: text.exactOptional(),
  watch: text.exactOptional(),
});
const announce = z.strictObject({
  announce: stepName.describe('A name under channels: in slipway.yml'),
  ...common,
  say: text,
  notes: z.boolean().default(false),
  'reviewed-by': z
    .array(stepName)
    .min(1)
    .exactOptional()
    .describe(
      'Roles that are shown the message first, may edit its text, and post it; without it Slipway posts at once',
    ),
});

/** One step of a playbook. The kinds of check and of action are closed: each has a file in src/jobs/checks or src/jobs/actions. */
export const step = z.union([check, action, checklist, signOff, deployWindow, deploy, announce]);
export type Step = z.output<typeof step>;
export type CheckStep = z.output<typeof check>;
export type ActionStep = z.output<typeof action>;
export type ChecklistStep = z.output<typeof checklist>;
export type SignOffStep = z.output<typeof signOff>;
export type WindowStep = z.output<typeof deployWindow>;
export type DeployStep = z.output<typeof deploy>;
export type AnnounceStep = z.output<typeof announce>;
export type CheckKind = CheckStep['check'];
export type ActionKind = ActionStep['action'];

/** The names under which a step may be written, first key of its map. */
export const stepKinds = ['check', 'action', 'checklist', 'sign-off', 'window', 'deploy', 'announce'] as const;
export type StepKind = (typeof stepKinds)[number];

/** Which of the kinds a step is. */
export function kindOf(one: Step): StepKind {
  const kind = stepKinds.find((k) => k in one);
  if (kind === undefined) throw new Error('A step of no known kind passed the schema.');
  return kind;
}
