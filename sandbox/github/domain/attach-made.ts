import type { Repository } from '../state/repository.ts';
import type { WorkflowRun } from '../state/workflow-run.ts';
import type { World } from '../state/world.ts';
import { attachFile } from './attach-file.ts';
import { workflowsAt } from './workflow-file.ts';
import { workflowActor } from './workflow-run.ts';

/**
 * What `gh release upload "$GITHUB_REF_NAME" <files>` does in a run of a tag that succeeds, with provenance where
 * `actions/attest-build-provenance` names the file.
 */
export async function attachMade(world: World, repository: Repository, run: WorkflowRun): Promise<void> {
  const release = repository.releases.find(({ tag, draft }) => tag === run.headBranch && !draft);
  if (release === undefined || run.event !== 'push') return;
  const file = (await workflowsAt(repository.git, run.headSha)).find(({ path }) => path === run.workflow.path);
  for (const { name, attested } of file?.attaches ?? []) {
    const content = JSON.stringify({ built: run.headSha, by: `${run.workflow.path}, run ${run.id}` });
    attachFile(world, repository, release, workflowActor(world).account, { name, content, attested });
  }
}
