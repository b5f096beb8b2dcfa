import { deployedBy } from '../../release/redeploy.ts';
import { type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';
import type { Run } from './follow-run.ts';

export interface ProtectionRuleClient {
  /** Whether an environment waits for Slipway's own word. */
  hasOwnProtectionRule(repository: string, environment: string): Promise<boolean>;
  passProtectionRule(
    repository: string,
    passed: { readonly run: string; readonly environment: string; readonly comment: string },
  ): Promise<void>;
}

/** GitHub shows at most 500 characters of the comment of a rule; a name and a version are far from it. */
function commentOf({ release, planned, state }: StepWork<unknown>): string {
  const login = state.requested === undefined ? undefined : release.component.github[state.requested.by];
  const who = login === undefined ? 'somebody entitled' : login;
  if (planned.redeploys !== undefined)
    return `${release.component.name} ${deployedBy(release, planned).version}: ${release.semver} was withdrawn, and ${who} pressed Deploy in Slack to bring this version back.`;
  return `${release.component.name} ${release.semver}: every step before this deployment is done, and ${who} pressed Deploy in Slack.`;
}

/**
 * Where the environment has Slipway's App as its protection rule, a run of our own deployment is let in: it was asked
 * for when its turn had come. undefined where there is no such rule, or it was answered for this run already.
 */
export async function answerProtectionRule(
  client: ProtectionRuleClient,
  work: StepWork<unknown>,
  run: Run,
  environment: string,
): Promise<StepOutcome | undefined> {
  const { repository, state } = work;
  const answered = `${run.id} ${run.startedAt.toISOString()}`; // a run that is run again waits again
  if (state.facts['let-in'] === answered || !(await client.hasOwnProtectionRule(repository, environment)))
    return undefined;
  await client.passProtectionRule(repository, { run: run.id, environment, comment: commentOf(work) });
  return waiting(`Slipway let ${run.title} into ${environment}.`, run.url, { 'let-in': answered });
}
