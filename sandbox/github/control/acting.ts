import { ApiError, notFound } from '../api-error.ts';
import type { Actor } from '../state/account.ts';
import { actionsApp } from '../state/checks.ts';
import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import type { WorkflowRun } from '../state/workflow-run.ts';
import type { World } from '../state/world.ts';

/** Who acts when a scene is set and nobody is named: the first person of the world. */
function somebody(world: World): string {
  for (const account of world.accounts.values()) if (account.type === 'User') return account.login;
  throw new Error('nobody lives here');
}

/** A person by login; `github-actions[bot]` acts as a workflow's own token, which starts no other workflow. */
export function actorNamed(world: World, login: string | undefined): Actor {
  const name = login ?? somebody(world);
  const account = world.accounts.get(name.toLowerCase());
  if (account === undefined) throw new ApiError(404, `nobody is called ${name} here`);
  if (account.login === 'github-actions[bot]') return { account, via: 'workflow', appId: actionsApp.id };
  return { account, via: 'person' };
}

/** The pull request of a number. */
export function pullNumbered(repository: Repository, number: number): Pull {
  const pull = repository.pulls.get(number);
  if (pull === undefined) throw notFound(`${repository.fullName} has no pull request #${number}`);
  return pull;
}

/** A run by id, or the newest unfinished run of a workflow file. */
export function runNamed(repository: Repository, name: number | string): WorkflowRun {
  const run =
    typeof name === 'number'
      ? repository.runs.find(({ id }) => id === name)
      : (repository.runs.findLast(
          ({ workflow, status }) => workflow.path.endsWith(`/${name}`) && status !== 'completed',
        ) ?? repository.runs.findLast(({ workflow }) => workflow.path.endsWith(`/${name}`)));
  if (run === undefined) throw notFound(`${repository.fullName} has no run ${name}`);
  return run;
}
