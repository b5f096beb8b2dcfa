import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { expecting, GitHubAnswer } from '../adapters/github/refused.ts';
import type { NeededWorkflow } from '../release/playbook-needs.ts';
import { type Finding, failing, fine, warning } from './finding.ts';
import type { Patient } from './github.ts';

const file = z.object({ content: z.string(), encoding: z.literal('base64') });
const workflow = z.object({
  'run-name': z.string().default(''),
  on: z.union([
    z.string().transform((one) => new Map<string, unknown>([[one, null]])),
    z.array(z.string()).transform((all) => new Map<string, unknown>(all.map((one) => [one, null]))),
    z.record(z.string(), z.unknown()).transform((all) => new Map(Object.entries(all))),
  ]),
});
const dispatch = z.object({ inputs: z.record(z.string(), z.unknown()).default({}) }).catch({ inputs: {} });

function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch (error) {
    if (error instanceof YAMLParseError) return undefined; // told as unreadable
    throw error;
  }
}

function findingOf(about: string, { file: name, inputs, idInput }: NeededWorkflow, text: string): Finding {
  const read = workflow.safeParse(parsed(text));
  if (!read.success)
    return failing(
      about,
      `${name} cannot be read as a workflow.`,
      'Correct it; GitHub shows what is wrong on its Actions page.',
    );
  const { on, 'run-name': runName } = read.data;
  if (!on.has('workflow_dispatch'))
    return failing(about, `${name} cannot be started by Slipway.`, 'Add workflow_dispatch: under on: in it.');
  const taken = Object.keys(dispatch.parse(on.get('workflow_dispatch')).inputs);
  const missing = inputs.filter((input) => !taken.includes(input));
  if (missing.length > 0)
    return failing(
      about,
      `${name} takes no input ${missing.join(', ')}.`,
      'Add it under workflow_dispatch: inputs: in it.',
    );
  if (idInput === undefined || runName.includes(`inputs.${idInput}`)) return fine(about, `${name} can be started.`);
  return warning(
    about,
    `The runs of ${name} do not show ${idInput}, by which Slipway finds its run again after an interruption.`,
    `Add run-name: … \${{ inputs.${idInput} }} at its top.`,
  );
}

/** Whether the workflows that the playbook starts are on the default branch (GitHub starts no others), and take what they are given. */
export async function workflowFindings(patient: Patient, defaultBranch: string): Promise<readonly Finding[]> {
  const { about, octokit, owner, repo, needs } = patient;
  const found: Finding[] = [];
  for (const needed of needs.workflows) {
    const path = `.github/workflows/${needed.file}`;
    const answer = await expecting([404], octokit.rest.repos.getContent({ owner, repo, path, ref: defaultBranch }));
    if (answer instanceof GitHubAnswer) {
      const fix = `Add it to ${defaultBranch}, or correct the playbook.`;
      found.push(failing(about, `There is no workflow ${needed.file} on ${defaultBranch}.`, fix));
      continue;
    }
    const text = Buffer.from(file.parse(answer.data).content, 'base64').toString('utf8');
    found.push(findingOf(about, needed, text));
  }
  return found;
}
