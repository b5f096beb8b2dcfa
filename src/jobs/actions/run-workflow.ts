import type { ActionStep } from '../../release/playbook-steps.ts';
import { completed, type StepOutcome, type StepWork } from '../step-outcome.ts';
import { type TagOfReleaseClient, tagOfRelease } from '../tag-of-release.ts';
import { type DispatchClient, dispatchedRun } from '../workflow/dispatched-run.ts';
import { runFacts } from '../workflow/follow-run.ts';
import { type TagRunClient, tagRun } from '../workflow/tag-run.ts';

export type RunWorkflowClient = DispatchClient & TagRunClient & TagOfReleaseClient;

type Work = StepWork<Extract<ActionStep, { action: 'run-workflow' }>>;

/** Runs a workflow to its end: starts it, or awaits the run that pushing the tag starts. */
export async function runWorkflow(client: RunWorkflowClient, work: Work): Promise<StepOutcome> {
  const { step, fill } = work;
  const [workflow, ref] = [fill(step.workflow), fill(step.ref)];
  const inputs = Object.fromEntries(Object.entries(step.inputs ?? {}).map(([name, value]) => [name, fill(value)]));
  if (ref === work.release.tag) {
    const tag = await tagOfRelease(client, work);
    if (tag.kind === 'told') return tag.outcome;
  }
  const followed =
    step.start === 'tag'
      ? await tagRun(client, work, workflow, ref)
      : await dispatchedRun(client, work, { workflow, ref, inputs });
  if (followed.kind === 'told') return followed.outcome;
  const { run, how } = followed;
  const again = how === 'adopted' ? ' It was run again on GitHub.' : '';
  return completed(how, `${workflow} succeeded at ${ref}.${again}`, run.url, runFacts(run, work.state.attempt));
}
