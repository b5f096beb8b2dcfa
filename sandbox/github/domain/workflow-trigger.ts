import { changedFiles, emptyTree } from '../git/changed-files.ts';
import { mergeTrees } from '../git/merge.ts';
import { branchTip } from '../git/refs.ts';
import type { Actor } from '../state/account.ts';
import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { matchesAny } from './glob.ts';
import { startRun } from './start-run.ts';
import { type Filter, type WorkflowFile, workflowsAt } from './workflow-file.ts';

/** Something that may start workflows. */
export interface Trigger {
  readonly event: string;
  /** The activity type of the event, as `opened`. */
  readonly type?: string;
  /** The full ref that the event is about. */
  readonly ref: string;
  readonly sha: string;
  readonly before?: string;
  readonly title?: string;
  readonly pull?: Pull;
}

const defaultTypes: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
};

function nameAccepted(
  accept: readonly string[] | undefined,
  ignore: readonly string[] | undefined,
  name: string,
): boolean {
  if (accept !== undefined) return matchesAny(accept, name);
  return ignore === undefined || !matchesAny(ignore, name);
}

function pushAccepted(filter: NonNullable<Filter>, ref: string): boolean {
  const byBranch = filter.branches !== undefined || filter['branches-ignore'] !== undefined;
  const byTag = filter.tags !== undefined || filter['tags-ignore'] !== undefined;
  if (ref.startsWith('refs/tags/')) {
    // a filter on branches alone leaves tags out, and the other way round
    if (byBranch && !byTag) return false;
    return nameAccepted(filter.tags, filter['tags-ignore'], ref.slice('refs/tags/'.length));
  }
  if (byTag && !byBranch) return false;
  return nameAccepted(filter.branches, filter['branches-ignore'], ref.slice('refs/heads/'.length));
}

async function pathsAccepted(repository: Repository, filter: NonNullable<Filter>, trigger: Trigger): Promise<boolean> {
  const { paths, 'paths-ignore': ignored } = filter;
  if (paths === undefined && ignored === undefined) return true;
  const range =
    trigger.pull === undefined
      ? [trigger.before ?? emptyTree, trigger.sha]
      : [`${trigger.pull.baseSha}...${trigger.sha}`];
  const changed = await changedFiles(repository.git, range, false);
  return changed.some(({ path }) => (paths === undefined ? !matchesAny(ignored ?? [], path) : matchesAny(paths, path)));
}

async function accepted(repository: Repository, file: WorkflowFile, trigger: Trigger): Promise<boolean> {
  const filter = file.on.get(trigger.event);
  if (filter === undefined) return false;
  const types = filter?.types ?? defaultTypes[trigger.event];
  if (trigger.type !== undefined && types !== undefined && !types.includes(trigger.type)) return false;
  if (filter === null) return true;
  if (trigger.event === 'push' && !pushAccepted(filter, trigger.ref)) return false;
  if (trigger.pull !== undefined && !nameAccepted(filter.branches, filter['branches-ignore'], trigger.pull.base))
    return false;
  return await pathsAccepted(repository, filter, trigger);
}

/** A pull request's workflows are those of its merge with the base: none while it conflicts. */
async function treeOf(repository: Repository, trigger: Trigger): Promise<string | undefined> {
  if (trigger.pull === undefined) return trigger.sha;
  const base = await branchTip(repository.git, trigger.pull.base);
  if (base === undefined) return undefined;
  const merge = await mergeTrees(repository.git, base, trigger.sha);
  return merge.kind === 'clean' ? merge.tree : undefined;
}

const branchOf = ({ ref, pull }: Trigger): string => pull?.head ?? ref.replace(/^refs\/(heads|tags)\//, '');

/** Starts every workflow that listens to an event. What a workflow's own token does starts none. */
export async function triggerWorkflows(
  world: World,
  repository: Repository,
  actor: Actor,
  trigger: Trigger,
): Promise<void> {
  if (actor.via === 'workflow') return;
  const tree = await treeOf(repository, trigger);
  if (tree === undefined) return;
  for (const file of await workflowsAt(repository.git, tree)) {
    if (!(await accepted(repository, file, trigger))) continue;
    await startRun(world, repository, actor, file, {
      event: trigger.event,
      branch: branchOf(trigger),
      sha: trigger.sha,
      ref: trigger.ref,
      inputs: {},
      ...(trigger.title === undefined ? {} : { title: trigger.title }),
      pulls: trigger.pull === undefined ? [] : [trigger.pull.number],
    });
  }
}
