import { failed, failing, waiting } from '../step-outcome.ts';
import {
  type Followed,
  type FollowRunClient,
  followRun,
  hasFailed,
  type Run,
  runFacts,
  told,
  type WorkflowWork,
} from './follow-run.ts';

export interface RerunClient {
  /** True for one caller and once, in whatever process. */
  firstTime(key: string): Promise<boolean>;
  /** `busy`: it is running already, or GitHub does not run it again. */
  rerunFailedJobs(
    repository: string,
    id: string,
  ): Promise<{ readonly kind: 'asked' } | { readonly kind: 'busy'; readonly said: string }>;
}

export interface TagRunClient extends FollowRunClient, RerunClient {
  commitOfRef(repository: string, ref: string): Promise<string | undefined>;
}

const lateFor = 10 * 60_000; // ms after which a run that pushing the tag should have started is missed
const lostFor = 2 * 60_000; // ms in which GitHub shows a new attempt of a run

/** Retry runs the failed jobs of a run again that Slipway cannot start anew, once an attempt of the step. */
export async function rerun(client: RerunClient, work: WorkflowWork, workflow: string, run: Run): Promise<Followed> {
  const { repository, state, now, values } = work;
  const facts = runFacts(run, state.attempt);
  const started = told(waiting(`The failed jobs of ${workflow} are run again.`, run.url, facts));
  if (await client.firstTime(`rerun:${values['run-id'] ?? ''}`)) {
    const answer = await client.rerunFailedJobs(repository, run.id);
    if (answer.kind === 'asked' || /already running/i.test(answer.said)) return started;
    return told(
      failed(
        `GitHub does not run ${workflow} again: ${answer.said}.`,
        'Release a new version, or complete this step as done outside.',
        run.url,
      ),
    );
  }
  if (now.getTime() - (state.since ?? now).getTime() < lostFor) return started; // asked for, perhaps in vain: it shows soon
  return told(
    failed(`The failed jobs of ${workflow} were not run again.`, 'Press Retry, or run them again on GitHub.', run.url),
  );
}

/** The run that pushing the tag starts: for the tag's commit, by a push of this tag. */
export async function tagRun(
  client: TagRunClient,
  work: WorkflowWork,
  workflow: string,
  tag: string,
): Promise<Followed> {
  const { repository, state, now } = work;
  const sha = await client.commitOfRef(repository, `tags/${tag}`);
  if (sha === undefined)
    return told(
      failed(`${repository} has no tag ${tag}.`, `Push the tag ${tag} again at its commit, then press Retry.`),
    );
  const runs = await client.runsOfWorkflow(repository, { workflow, event: 'push', sha });
  if (runs === undefined)
    return told(
      failed(
        `${repository} has no workflow ${workflow}.`,
        `Add .github/workflows/${workflow} to the default branch, or name the right one in the playbook, then press Retry.`,
      ),
    );
  const run = runs.find((r) => r.ref === tag);
  const since = state.since ?? now;
  if (run === undefined) {
    if (now.getTime() - since.getTime() < lateFor) return told(waiting(`${workflow} has not started for ${tag} yet.`));
    return told(
      failing(
        `Pushing ${tag} started no run of ${workflow}. Check that the workflow has "on: push: tags" matching it, and that the tag was not made with GITHUB_TOKEN, which starts none; or run it by hand and complete this step as done outside.`,
      ),
    );
  }
  if (state.attempt > 1 && hasFailed(run) && run.startedAt < since) return await rerun(client, work, workflow, run);
  return await followRun(client, work, workflow, run, 'made', '“Re-run failed jobs”');
}
