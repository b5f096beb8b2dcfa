import { substitute, workflowsAt } from '../domain/workflow-file.ts';
import { workflowActor } from '../domain/workflow-run.ts';
import type { Actor } from '../state/account.ts';
import type { Repository } from '../state/repository.ts';
import type { WorkflowRun } from '../state/workflow-run.ts';
import { accountOf, type World } from '../state/world.ts';
import { propose } from './propose.ts';
import { publishMerged } from './publish.ts';

const turns = new WeakMap<Repository, Promise<void>>();

const botOf = (world: World): Actor => ({ account: accountOf(world, 'release-please[bot]'), via: 'app' });

/** `target-branch` of the action, as https://github.com/googleapis/release-please-action#action-inputs says: the default branch where it is not given, or empty. */
function targetOf(repository: Repository, run: WorkflowRun, template: string | undefined): string {
  const inputs = Object.entries(run.inputs).map(([name, value]) => [`inputs.${name}`, value] as const);
  const known = { 'github.ref_name': run.headBranch ?? '', ...Object.fromEntries(inputs) };
  const target = template === undefined ? '' : substitute(template, known);
  return target === '' ? repository.defaultBranch : target;
}

/**
 * What googleapis/release-please-action does in a run that succeeds: it releases what was merged, then proposes what is
 * next. With the workflow's own token nothing of that starts a workflow; with another, an App's, it does.
 */
export async function releasePlease(world: World, repository: Repository, run: WorkflowRun): Promise<void> {
  const file = (await workflowsAt(repository.git, run.headSha)).find(({ path }) => path === run.workflow.path);
  if (file?.releasePlease === undefined) return;
  const actor = file.releasePlease === 'app' ? botOf(world) : workflowActor(world);
  const turn = (turns.get(repository) ?? Promise.resolve()).then(async () => {
    const target = targetOf(repository, run, file.targetBranch);
    await publishMerged(world, repository, actor, target);
    await propose(world, repository, actor, target);
  });
  turns.set(
    repository,
    turn.catch(() => undefined), // told to whom it belongs, below; the next one's turn comes all the same
  );
  await turn;
}
