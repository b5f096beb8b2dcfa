// What steps of every kind are written with.
import { z } from 'zod';

export const text = z.string().min(1);
export const branch = text.describe('A branch of the component');
export const stepName = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'must be lower-case words joined by hyphens');
export const repository = z
  .string()
  .regex(
    /^([\w.-]+\/[\w.-]+|<[a-z-]+>)$/,
    "must be owner/name, or a placeholder for one of the component's values in slipway.yml",
  );
/** Roles that take part besides. */
export const together = z.array(stepName).min(1).max(10);

export const dotted = text.describe('Keys and positions with dots between them, such as image.tag or images.0.tag');
export const dataFile = z
  .string()
  .regex(/(\.(json|ya?ml)|>)$/, 'must be the path of a .json, .yml or .yaml file')
  .describe('A JSON or YAML file, by its ending');

/** How long something may take: `30m`, `8h`, `3d`. */
export const duration = z
  .string()
  .regex(/^[1-9]\d{0,3}[mhd]$/, 'must be a number with m, h or d, such as 45m, 8h or 3d');

export const common = {
  title: text.max(140).exactOptional().describe('What people read; placeholders allowed'),
  as: stepName.exactOptional().describe('The name by which later steps use its result'),
  for: stepName.exactOptional().describe('Repeats the step for each answer to this question'),
  when: text
    .exactOptional()
    .describe(
      'Only if: a question or the name of a changes-touch check, "not" one, "bump is major", or several joined by "or"',
    ),
  within: duration.exactOptional().describe('How long is normal; after that people are reminded'),
  'done-outside': z.array(stepName).exactOptional().describe('Roles that may complete it by hand, with evidence'),
  page: z.array(stepName).min(1).exactOptional().describe('Roles whose people are called in the channel when it fails'),
  links: z.array(z.strictObject({ say: text, link: text })).exactOptional(),
};

/** What every kind of check may say besides. */
export const checkCommon = {
  ...common,
  waive: z
    .array(stepName)
    .min(1)
    .exactOptional()
    .describe('Roles that may waive it, with a reason; without it nobody may'),
  're-run': z
    .array(stepName)
    .min(1)
    .exactOptional()
    .describe('Roles that may have it run and read again, besides those who run the release'),
  held: z
    .boolean()
    .exactOptional()
    .describe(
      'Stays green until all is merged, tagged and deployed: red again, it is waited for again. no-open-issues is held unless this is false',
    ),
};
export const inputs = z
  .record(z.string(), z.string())
  .exactOptional()
  .describe('Inputs of the workflow; placeholders allowed. <run-id> finds the run again');
