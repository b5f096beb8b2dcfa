import { awaitsOwners } from '../../release/code-owners.ts';
import { mayNotSignAs } from '../../release/may-sign.ts';
import type { ActionStep } from '../../release/playbook-steps.ts';
import type { Person } from '../../release/release.ts';
import { holdersOf } from '../../release/role-people.ts';
import { roleTitle } from '../../release/role-title.ts';
import { signingRoles } from '../../release/signing-roles.ts';
import { few } from '../few.ts';
import { completed, failed, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';

interface PullRequest {
  readonly url: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly author: string | undefined;
  readonly reviewers: readonly string[];
}

export interface RequestReviewClient {
  pullRequest(repository: string, number: number): Promise<PullRequest>;
  reviewersOf(repository: string, number: number): Promise<readonly string[]>;
  requestReviewers(
    repository: string,
    number: number,
    logins: readonly string[],
  ): Promise<{ readonly kind: 'asked' } | { readonly kind: 'refused'; readonly message: string }>;
}

type Work = StepWork<Extract<ActionStep, { action: 'request-review' }>>;

/** The sign-offs of this pull request by the role that is asked, alone or with others. */
function signingOf({ release, step }: Work) {
  return release.plan.filter(
    (p) => 'sign-off' in p.step && signingRoles(p.step).includes(step.from) && p.step.of === step.of,
  );
}

/** The people of the role who may sign this pull request: GitHub is to ask whom Slack asks. */
function signers(work: Work): readonly Person[] {
  const { release, step } = work;
  const people = holdersOf(release, step.from);
  const [signing] = signingOf(work);
  if (signing === undefined) return people;
  return people.filter((by) => mayNotSignAs(release, signing.id, step.from, by) === undefined);
}

/** Asks all at once; where GitHub refuses all because of one, one by one. The logins that it refuses. */
async function ask(
  client: RequestReviewClient,
  repository: string,
  number: number,
  logins: readonly string[],
): Promise<readonly string[]> {
  if (logins.length === 0 || (await client.requestReviewers(repository, number, logins)).kind === 'asked') return [];
  if (logins.length === 1) return logins;
  const refused: string[] = [];
  for (const login of logins)
    if ((await client.requestReviewers(repository, number, [login])).kind === 'refused') refused.push(login);
  return refused;
}

const isAre = (people: readonly string[]): string => (people.length === 1 ? 'is' : 'are');

/**
 * Asks the people of a role for a review on GitHub, besides the ask in Slack. A review there is no sign-off: whom
 * GitHub cannot ask (no login in slipway.yml, the author, no access) is asked in Slack only.
 */
export async function requestReview(client: RequestReviewClient, work: Work): Promise<StepOutcome> {
  const { release, repository, step } = work;
  const number = Number(release.steps[step.of]?.facts['number']);
  if (!Number.isSafeInteger(number))
    return failed('There is no pull request to review.', 'Complete the step that opens it, then press Retry.');
  if (signingOf(work).some(({ id }) => awaitsOwners(release, id)))
    return waiting('Slipway looks up first who owns what changes.');
  const role = roleTitle(release.playbook, step.from);
  const logins = signers(work).flatMap((person) => release.component.github[person] ?? []);
  const { author, reviewers, state, url } = await client.pullRequest(repository, number);
  if (state !== 'open')
    return completed('made', `Pull request #${number} is no longer open, so nobody is asked for a review there.`, url);
  const others = logins.filter((login) => login.toLowerCase() !== author?.toLowerCase());
  if (others.length === 0)
    return completed('made', `Nobody of the role ${role} can be asked on GitHub; they are asked in Slack only.`, url);
  const known = new Set([...reviewers, ...(await client.reviewersOf(repository, number))].map((l) => l.toLowerCase()));
  const refused = await ask(
    client,
    repository,
    number,
    others.filter((login) => !known.has(login.toLowerCase())),
  );
  const asked = others.filter((login) => !refused.includes(login));
  const left =
    refused.length === 0
      ? ''
      : `${few(refused, 10)} ${isAre(refused)} no collaborator of ${repository}, so asked in Slack only.`;
  const said = asked.length === 0 ? '' : `${few(asked, 10)} ${isAre(asked)} asked for a review on GitHub.`;
  return completed('made', [said, left].filter((s) => s !== '').join(' '), url);
}
