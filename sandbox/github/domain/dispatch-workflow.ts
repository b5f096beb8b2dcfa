import { ApiError } from '../api-error.ts';
import { readRef, resolveCommit } from '../git/refs.ts';
import type { Actor } from '../state/account.ts';
import type { Repository } from '../state/repository.ts';
import type { Workflow, WorkflowRun } from '../state/workflow-run.ts';
import type { World } from '../state/world.ts';
import { startRun } from './start-run.ts';
import { type Filter, workflowsAt } from './workflow-file.ts';

type Inputs = NonNullable<NonNullable<Filter>['inputs']>;

/** The inputs of a run: what was given, with the workflow's defaults; refuses what the workflow would refuse. */
function checkedInputs(declared: Inputs, given: Readonly<Record<string, unknown>>): Record<string, string> {
  const unexpected = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unexpected.length > 0) throw new ApiError(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  const inputs: Record<string, string> = {};
  for (const [name, input] of Object.entries(declared)) {
    const value = given[name] ?? input?.default;
    if (value === undefined || value === '') {
      if (input?.required === true) throw new ApiError(422, `Required input '${name}' not provided`);
      inputs[name] = '';
    } else {
      inputs[name] = String(value);
    }
    const { type = 'string', options = [] } = input ?? {};
    if (type === 'choice' && inputs[name] !== '' && !options.includes(inputs[name])) {
      throw new ApiError(422, `Provided value '${inputs[name]}' for input '${name}' not in the list of allowed values`);
    }
  }
  return inputs;
}

/** The full name of a branch or tag; a bare sha does not do. */
async function fullRef(repository: Repository, ref: string): Promise<string | undefined> {
  const candidates = ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
  for (const candidate of candidates) if ((await readRef(repository.git, candidate)) !== undefined) return candidate;
  return undefined;
}

/** Runs a workflow by hand. The file of the ref counts, not that of the default branch. */
export async function dispatchWorkflow(
  world: World,
  repository: Repository,
  actor: Actor,
  workflow: Workflow,
  ref: string,
  given: Readonly<Record<string, unknown>>,
): Promise<WorkflowRun> {
  if (workflow.state !== 'active')
    throw new ApiError(422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow");
  const full = await fullRef(repository, ref);
  const sha = full === undefined ? undefined : await resolveCommit(repository.git, full);
  if (full === undefined || sha === undefined) throw new ApiError(422, `No ref found for: ${ref}`);
  const file = (await workflowsAt(repository.git, sha)).find(({ path }) => path === workflow.path);
  const filter = file?.on.get('workflow_dispatch');
  if (file === undefined || filter === undefined) {
    throw new ApiError(422, "Workflow does not have 'workflow_dispatch' trigger");
  }
  const inputs = checkedInputs(filter?.inputs ?? {}, given);
  const run = await startRun(world, repository, actor, file, {
    event: 'workflow_dispatch',
    branch: full.replace(/^refs\/(heads|tags)\//, ''),
    ref: full,
    sha,
    inputs,
    pulls: [],
  });
  if (run === undefined) throw new ApiError(422, 'Cannot trigger a disabled workflow');
  return run;
}
