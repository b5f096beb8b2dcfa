import { z } from 'zod';

const text = z.string().min(1);
const branch = text.describe('A branch of the component');
const stepName = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'must be lower-case words joined by hyphens');
const repository = z
  .string()
  .regex(
    /^([\w.-]+\/[\w.-]+|<[a-z-]+>)$/,
    "must be owner/name, or a placeholder for one of the component's values in slipway.yml",
  );

/** How long something may take: `30m`, `8h`, `3d`. */
export const duration = z
  .string()
  .regex(/^[1-9]\d{0,3}[mhd]$/, 'must be a number with m, h or d, such as 45m, 8h or 3d');

const common = {
  title: text.max(140).exactOptional().describe('What people read; placeholders allowed'),
  as: stepName.exactOptional().describe('The name by which later steps use its result'),
  for: stepName.exactOptional().describe('Repeats the step for each answer to this question'),
  when: text.exactOptional().describe('Only if: a question, "not" a question, or "bump is major"'),
  within: duration.exactOptional().describe('How long is normal; after that people are reminded'),
  'done-outside': z.array(stepName).exactOptional().describe('Roles that may complete it by hand, with evidence'),
  links: z.array(z.strictObject({ say: text, link: text })).exactOptional(),
};
const inputs = z
  .record(z.string(), z.string())
  .exactOptional()
  .describe('Inputs of the workflow; placeholders allowed. <run-id> finds the run again');

const check = z.discriminatedUnion('check', [
  z.strictObject({ check: z.literal('branch-contains'), ...common, branch, other: branch }),
  z.strictObject({ check: z.literal('feature-merged'), ...common, branch, into: branch }),
  z.strictObject({ check: z.literal('boxes-ticked'), ...common, file: text, ref: branch }),
  z.strictObject({
    check: z.literal('file-present'),
    ...common,
    path: text.describe('A file, or a folder with at least one file when it ends in /'),
    ref: branch,
  }),
  z.strictObject({ check: z.literal('ci-green'), ...common, of: stepName.describe('The pull request step') }),
  z.strictObject({
    check: z.literal('pull-request-merged'),
    ...common,
    repository,
    touching: text.describe('A path; * stands for any characters but /'),
    naming: text.describe('What its title or body must say'),
  }),
]);

const action = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('open-pull-request'), ...common, from: branch, to: branch }),
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
  z.strictObject({ action: z.literal('merge-back'), ...common, from: branch, to: branch }),
  z.strictObject({ action: z.literal('archive-evidence'), ...common, folder: text }),
]);

const checklistItem = z.strictObject({
  say: text.max(500),
  link: text.exactOptional(),
  evidence: z.enum(['link', 'text']).exactOptional().describe('Asked for, and refused to be ticked without'),
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
  of: stepName.describe('What is signed: the pull request step'),
  confirms: z.array(text.max(150)).default([]),
});
const deploy = z.strictObject({
  deploy: text.describe('The environment'),
  ...common,
  by: z.array(stepName).min(1).describe('Roles that may press the button'),
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
});

/** One step of a playbook. The kinds of check and of action are closed: each has a file in src/jobs/checks or src/jobs/actions. */
export const step = z.union([check, action, checklist, signOff, deploy, announce]);
export type Step = z.output<typeof step>;
export type CheckStep = z.output<typeof check>;
export type ActionStep = z.output<typeof action>;
export type ChecklistStep = z.output<typeof checklist>;
export type SignOffStep = z.output<typeof signOff>;
export type DeployStep = z.output<typeof deploy>;
export type AnnounceStep = z.output<typeof announce>;
export type CheckKind = CheckStep['check'];
export type ActionKind = ActionStep['action'];

/** The names under which a step may be written, first key of its map. */
export const stepKinds = ['check', 'action', 'checklist', 'sign-off', 'deploy', 'announce'] as const;
export type StepKind = (typeof stepKinds)[number];

/** Which of the kinds a step is. */
export function kindOf(one: Step): StepKind {
  const kind = stepKinds.find((k) => k in one);
  if (kind === undefined) throw new Error('A step of no known kind passed the schema.');
  return kind;
}
