import { few } from '../few.ts';
import { failing, type StepOutcome } from '../step-outcome.ts';
import { type CiHead, type CiRead, type CiReadClient, hasWorkflow, latestRuns } from './ci-judgement.ts';
import { listensTo } from './workflow-events.ts';

const tokensLogin = 'github-actions[bot]'; // who opens what a workflow opens with its own GITHUB_TOKEN

interface Pull extends CiHead {
  readonly author: string | undefined;
}

/** GitHub starts no workflow for what GITHUB_TOKEN does: CI that is waited for never comes, until a person does something. */
export async function judgeTokens(
  client: CiReadClient,
  { repository, number }: { readonly repository: string; readonly number: string },
  pull: Pull,
  { reports, required, runs }: CiRead,
): Promise<StepOutcome | undefined> {
  if (pull.author !== tokensLogin || latestRuns(runs).length > 0) return undefined;
  const silent = required.filter((name) => !reports.some((r) => r.name === name));
  const listens = (text: string) => listensTo(text, 'pull_request') || listensTo(text, 'pull_request_target');
  const expected =
    silent.length > 0 || (reports.length === 0 && (await hasWorkflow(client, repository, pull.head, listens)));
  if (!expected) return undefined;
  const lacking =
    silent.length === 0
      ? 'Nothing has reported'
      : `${few(silent)} ${silent.length === 1 ? 'has' : 'have'} not reported`;
  return failing(
    `${lacking} on ${pull.head.slice(0, 7)}: GitHub runs no workflows for pull requests that GITHUB_TOKEN opened or pushed to. Close and reopen #${number}, or let release-please use an App's token.`,
    pull.url,
  );
}
