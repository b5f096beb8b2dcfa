import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { expecting, GitHubAnswer } from '../adapters/github/refused.ts';
import type { NeededWorkflow } from '../release/playbook-needs.ts';
import { type Finding, ok, problem, warning } from './finding.ts';
import { type Patient, stops } from './github-patient.ts';

const file = z.object({ content: z.string(), encoding: z.literal('base64') });
const workflow = z.object({
  'run-name': z.string().default(''),
  on: z.union([
    z.string().transform((one) => new Map<string, unknown>([[one, null]])),
    z.array(z.string()).transform((all) => new Map<string, unknown>(all.map((one) => [one, null]))),
    z.record(z.string(), z.unknown()).transform((all) => new Map(Object.entries(all))),
  ]),
});
type Workflow = z.output<typeof workflow>;
const uses = z.looseObject({ uses: z.string(), with: z.record(z.string(), z.unknown()).catch({}).default({}) });
const steps = z.object({ steps: z.array(z.unknown()) }).catch({ steps: [] });
const jobs = z.object({ jobs: z.record(z.string(), steps) }).catch({ jobs: {} });
const input = z
  .object({ required: z.boolean().catch(false), default: z.unknown().optional() })
  .catch({ required: false, default: '' });
const dispatch = z.object({ inputs: z.record(z.string(), input).default({}) }).catch({ inputs: {} });
const push = z.object({ branches: z.unknown(), tags: z.unknown(), 'tags-ignore': z.unknown() });

function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' }); // silent would swallow errors too
  } catch (error) {
    if (error instanceof YAMLParseError) return undefined; // told as unreadable
    throw error;
  }
}

/** Whether pushing a tag starts it: a push that names branches and no tags is not started by one. */
function startedByTags({ on }: Workflow): boolean {
  if (!on.has('push')) return false;
  const filters = push.safeParse(on.get('push'));
  if (!filters.success) return true; // without filters every push does
  const { branches, tags, 'tags-ignore': ignored } = filters.data;
  return tags !== undefined || ignored !== undefined || branches === undefined;
}

function* dispatchFaults(patient: Patient, needed: NeededWorkflow, read: Workflow): Generator<Finding> {
  const { about } = patient;
  const stop = stops(patient, [needed.step]);
  const declared = dispatch.parse(read.on.get('workflow_dispatch')).inputs;
  const missing = needed.inputs.filter((name) => declared[name] === undefined);
  const asked = Object.entries(declared)
    .filter(([name, { required, default: usual }]) => required && usual === undefined && !needed.inputs.includes(name))
    .map(([name]) => name);
  if (missing.length > 0)
    yield problem(
      'workflow-inputs',
      about,
      `${needed.file} takes no input ${missing.join(', ')}, and GitHub refuses one that it does not know. ${stop}`,
      'Add it under workflow_dispatch: inputs: in it, or take it out of the playbook.',
    );
  if (asked.length > 0)
    yield problem(
      'workflow-inputs',
      about,
      `${needed.file} requires the input ${asked.join(', ')}, which the playbook does not give. ${stop}`,
      'Give it under inputs: of the step, or make it optional in the workflow.',
    );
  if (needed.idInput !== undefined && !read['run-name'].includes(`inputs.${needed.idInput}`))
    yield warning(
      'workflow-unfindable',
      about,
      `The runs of ${needed.file} do not show ${needed.idInput}, by which Slipway finds its run again after an interruption: ${needed.step} could take another run for its own.`,
      `Add run-name: … \${{ inputs.${needed.idInput} }} at its top.`,
    );
}

/** Release Please looks at the default branch unless it is told another: https://github.com/googleapis/release-please-action#action-inputs. */
function* targetFaults(patient: Patient, { file, step, targetBranch }: NeededWorkflow, text: string) {
  if (targetBranch === undefined || targetBranch === patient.read.default_branch) return;
  const all = Object.values(jobs.parse(parsed(text)).jobs).flatMap((job) => job.steps);
  const action = all
    .flatMap((one) => uses.safeParse(one).data ?? [])
    .find((one) => one.uses.startsWith('googleapis/release-please-action@'));
  if (action === undefined || action.with['target-branch'] !== undefined) return; // who runs it otherwise knows how
  yield problem(
    'workflow-target-branch',
    patient.about,
    `Release Please in ${file} looks at ${patient.read.default_branch} only, and never proposes a release of ${targetBranch}. ${stops(patient, [step])}`,
    `Add with: target-branch: \${{ github.ref_name }} to its step with release-please-action.`,
  );
}

function* faults(patient: Patient, needed: NeededWorkflow, text: string): Generator<Finding> {
  const { about } = patient;
  const stop = stops(patient, [needed.step]);
  const read = workflow.safeParse(parsed(text));
  if (!read.success)
    yield problem(
      'workflow-unreadable',
      about,
      `${needed.file} cannot be read as a workflow. ${stop}`,
      'Correct it; GitHub shows what is wrong on its Actions page.',
    );
  else if (needed.start === 'tag') {
    if (!startedByTags(read.data))
      yield problem(
        'workflow-trigger',
        about,
        `Pushing a tag does not start ${needed.file}. ${stop}`,
        'Add on: push: tags: to it, or start: dispatch in the playbook.',
      );
  } else if (!read.data.on.has('workflow_dispatch'))
    yield problem(
      'workflow-trigger',
      about,
      `${needed.file} cannot be started by Slipway. ${stop}`,
      'Add workflow_dispatch: under on: in it.',
    );
  else yield* dispatchFaults(patient, needed, read.data);
}

/** GitHub's own view of it: somebody may have switched it off. */
async function switchedOff(patient: Patient, needed: NeededWorkflow): Promise<readonly Finding[]> {
  const { octokit, owner, repo } = patient;
  const asked = octokit.rest.actions.getWorkflow({ owner, repo, workflow_id: needed.file });
  const answer = await expecting([403, 404], asked);
  return answer instanceof GitHubAnswer ? [] : offFindings(patient, needed, answer.data.state); // a lacking permission is told elsewhere
}

function offFindings(patient: Patient, { file, step }: NeededWorkflow, state: string): readonly Finding[] {
  if (state === 'active') return [];
  const says = `${file} is switched off on GitHub (${state}). ${stops(patient, [step])}`;
  return [problem('workflow-off', patient.about, says, 'Enable it on its Actions page.')];
}

/** One whose runs are only read may be on any branch: what counts is that GitHub knows it. */
async function lookElsewhere(patient: Patient, needed: NeededWorkflow): Promise<readonly Finding[]> {
  const { about, octokit, owner, repo } = patient;
  const { file: workflow_id, step } = needed;
  const answer = await expecting([403, 404], octokit.rest.actions.getWorkflow({ owner, repo, workflow_id }));
  if (answer instanceof GitHubAnswer) {
    if (answer.status === 403) return []; // the lacking permission is told elsewhere
    const says = `GitHub knows no workflow ${workflow_id}. ${stops(patient, [step])}`;
    return [problem('workflow-missing', about, says, 'Add it to the default branch, or correct the playbook.')];
  }
  const off = offFindings(patient, needed, answer.data.state);
  return off.length > 0 ? off : [ok('workflow', about, `${workflow_id} is there.`)];
}

async function look(patient: Patient, needed: NeededWorkflow): Promise<readonly Finding[]> {
  if (needed.start === 'elsewhere') return await lookElsewhere(patient, needed);
  const { about, octokit, owner, repo, read } = patient;
  const path = `.github/workflows/${needed.file}`;
  const branch = read.default_branch;
  const answer = await expecting([404], octokit.rest.repos.getContent({ owner, repo, path, ref: branch }));
  if (answer instanceof GitHubAnswer) {
    const says = `There is no workflow ${needed.file} on ${branch}. ${stops(patient, [needed.step])}`;
    return [problem('workflow-missing', about, says, `Add it to ${branch}, or correct the playbook.`)];
  }
  const text = Buffer.from(file.parse(answer.data).content, 'base64').toString('utf8');
  const found = [
    ...faults(patient, needed, text),
    ...targetFaults(patient, needed, text),
    ...(await switchedOff(patient, needed)),
  ];
  return found.length > 0 ? found : [ok('workflow', about, `${needed.file} can be started.`)];
}

/** Whether the workflows that the playbook starts are on the default branch (GitHub starts no others), and take what they are given; of others whether they are known. */
export async function workflowFindings(patient: Patient): Promise<readonly Finding[]> {
  return (await Promise.all(patient.needs.workflows.map((needed) => look(patient, needed)))).flat();
}
