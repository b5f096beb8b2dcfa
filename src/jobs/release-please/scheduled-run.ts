import { clockSkewMs } from '../clock-skew.ts';
import { failed, waiting } from '../step-outcome.ts';
import {
  type Followed,
  type FollowRunClient,
  followRun,
  hasFailed,
  told,
  type WorkflowWork,
} from '../workflow/follow-run.ts';
import { type RerunClient, rerun } from '../workflow/tag-run.ts';

export type ScheduledRunClient = FollowRunClient & RerunClient;

/** The run that the workflow's own schedule starts on a branch: one that goes on, or the first that ends after the step began. */
export async function scheduledRun(
  client: ScheduledRunClient,
  work: WorkflowWork,
  workflow: string,
  branch: string,
): Promise<Followed> {
  const { repository, state, now } = work;
  const runs = await client.runsOfWorkflow(repository, { workflow, event: 'schedule' });
  if (runs === undefined)
    return told(
      failed(
        `${repository} has no workflow ${workflow}.`,
        `Add .github/workflows/${workflow} to the default branch, or name the right one in the playbook, then press Retry.`,
      ),
    );
  const since = state.since ?? now;
  const known = runs.find(({ id }) => id === state.facts['run']);
  if (state.attempt > 1 && known !== undefined && hasFailed(known) && known.startedAt < since)
    return await rerun(client, work, workflow, known);
  const run = runs.find(
    (one) =>
      one.ref === branch && (one.status !== 'completed' || one.startedAt.getTime() >= since.getTime() - clockSkewMs),
  );
  if (run !== undefined) return await followRun(client, work, workflow, run, 'made');
  return told(
    waiting(
      `No pull request of Release Please is open into ${branch}. Slipway waits for the next scheduled run of ${workflow}; starting it on GitHub does as well.`,
    ),
  );
}
