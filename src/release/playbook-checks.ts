import { z } from 'zod';
import { branch, checkCommon as common, dataFile, dotted, repository, stepName, text } from './playbook-step-parts.ts';

/** The kinds of check: a closed set, each read by a file in src/jobs/checks. */
export const check = z.discriminatedUnion('check', [
  z.strictObject({ check: z.literal('branch-contains'), ...common, branch, other: branch }),
  z.strictObject({ check: z.literal('feature-merged'), ...common, branch, into: branch }),
  z.strictObject({ check: z.literal('boxes-ticked'), ...common, file: text, ref: branch }),
  z.strictObject({
    check: z.literal('file-present'),
    ...common,
    path: text.describe('A file, or a folder with at least one file when it ends in /'),
    ref: branch,
  }),
  z
    .strictObject({
      check: z.literal('ci-green'),
      ...common,
      of: stepName.exactOptional().describe('The pull request step'),
      ref: text.exactOptional().describe('Instead of it: a branch, a tag or a commit'),
    })
    .refine((step) => step.of === undefined || step.ref === undefined, {
      path: ['ref'],
      message: 'must be left out where “of” is given',
    })
    .refine((step) => step.of !== undefined || step.ref !== undefined, {
      path: ['check'],
      message: 'needs “of” (a pull request step) or “ref” (a branch, a tag or a commit) beside it',
    }),
  z
    .strictObject({
      check: z.literal('pull-request-merged'),
      ...common,
      repository: repository.exactOptional().describe('Where; without it the component itself'),
      to: branch.exactOptional().describe('The branch into which it is merged; without it the default one'),
      touching: text.exactOptional().describe('A path; * stands for any characters but /'),
      naming: text.describe('What its title or body must say, such as #<issue>'),
    })
    .refine(({ repository: other, to }) => (other === undefined) !== (to === undefined), {
      message: 'needs “repository” (another one) or “to” (a branch of the component) beside it',
    }),
  z.strictObject({
    check: z.literal('file-valid'),
    ...common,
    file: dataFile,
    ref: branch,
    schema: dataFile.exactOptional().describe('A JSON Schema, in the same repository at the same ref'),
  }),
  z.strictObject({
    check: z.literal('changelog-entry'),
    ...common,
    file: text.default('CHANGELOG.md'),
    ref: branch,
    'except-labels': z.array(text).default([]).describe('Pull requests with one of these labels need not be named'),
  }),
  z.strictObject({
    check: z.literal('values-agree'),
    ...common,
    files: z
      .array(z.strictObject({ file: dataFile, at: dotted }))
      .min(1)
      .max(20),
    ref: branch,
    say: text.describe('What each of them must be, such as <version>'),
  }),
  z
    .strictObject({
      check: z.literal('release-present'),
      ...common,
      tag: z.boolean().default(true),
      release: z.boolean().default(true).describe('Whether it must be published'),
      assets: z.array(text).max(50).default([]).describe('Names of files attached to it'),
      attestation: z
        .boolean()
        .default(false)
        .describe('Whether each of them, or each there is, has its build attested'),
    })
    .refine((step) => step.tag || step.release || step.assets.length > 0 || step.attestation, {
      path: ['tag'],
      message: 'must be true where nothing else is asked for',
    }),
  z.strictObject({
    check: z.literal('http-answers'),
    ...common,
    url: z
      .string()
      .regex(/^(https:\/\/|<)/, 'must begin with https://')
      .describe('Of a host under allowed-hosts: in slipway.yml'),
    status: z.int().min(200).max(599).default(200),
    json: z.strictObject({ at: dotted, is: text }).exactOptional().describe('One value of the JSON that it answers'),
  }),
  z
    .strictObject({
      check: z.literal('date-fresh'),
      ...common,
      file: text,
      ref: branch,
      at: dotted.exactOptional().describe('Where the date stands in a JSON or YAML file'),
      say: text.exactOptional().describe('How the line of a text begins that holds the date'),
      days: z.int().min(1).max(3650).describe('How old the date may be'),
    })
    .refine((step) => step.at === undefined || step.say === undefined, {
      path: ['say'],
      message: 'must be left out where “at” is given',
    })
    .refine((step) => step.at !== undefined || step.say !== undefined, {
      path: ['file'],
      message: 'needs “at” (JSON or YAML) or “say” (a text) beside it',
    }),
  z.strictObject({
    check: z.literal('workflow-succeeded'),
    ...common,
    workflow: text.describe('File name under .github/workflows'),
    ref: text.describe('A branch, a tag or a commit'),
  }),
  z.strictObject({
    check: z.literal('no-security-alerts'),
    ...common,
    of: z
      .array(z.enum(['code-scanning', 'dependabot', 'secret-scanning']))
      .min(1)
      .describe('The scanners of GitHub that must have no open alert'),
    severity: z
      .enum(['critical', 'high', 'medium', 'low'])
      .default('low')
      .describe('This and worse stop; a secret stops always'),
    ref: branch.exactOptional().describe('The branch that code scanning looked at; else the one that is released'),
  }),
  z.strictObject({
    check: z.literal('labels-accurate'),
    ...common,
    'one-of': z
      .array(text)
      .min(1)
      .describe('Each merged pull request carries exactly one of them; a trailing * stands for any rest'),
    'with-breaking': text.exactOptional().describe('The label of those, and only those, that break something'),
    'with-docs': text.exactOptional().describe('The label of those that touch documentation only'),
  }),
  z.strictObject({
    check: z.literal('milestone-complete'),
    ...common,
    milestone: text.describe('Its title; placeholders allowed'),
  }),
  z.strictObject({
    check: z.literal('no-open-issues'),
    ...common,
    labelled: z
      .array(z.string().regex(/^[^,]+$/, 'must be a label without a comma, which GitHub takes for several'))
      .min(1)
      .describe('No open issue may carry one of these labels'),
    settle: z
      .array(stepName)
      .min(1)
      .exactOptional()
      .describe('Roles that may close or defer such an issue from Slack; else those who run the release'),
    'defer-label': z
      .string()
      .regex(/^[^,]+$/, 'must be a label without a comma')
      .exactOptional()
      .describe('A label that a deferred issue gets on GitHub'),
  }),
  z.strictObject({ check: z.literal('bump-fits'), ...common }),
  z
    .strictObject({
      check: z.literal('changes-touch'),
      ...common,
      paths: z
        .array(text)
        .max(50)
        .default([])
        .describe('Patterns: * stands for any characters but /, ** for any at all'),
      labels: z.array(text).max(20).default([]).describe('Labels of merged pull requests'),
    })
    .refine(({ paths, labels }) => paths.length + labels.length > 0, {
      path: ['paths'],
      message: 'must name a path, or “labels” a label',
    }),
  z.strictObject({
    check: z.literal('config-changes-noted'),
    ...common,
    paths: z
      .array(text)
      .min(1)
      .max(50)
      .describe('What counts as configuration: * stands for any characters but /, ** for any at all'),
    file: text.default('CHANGELOG.md'),
    ref: branch,
  }),
]);
