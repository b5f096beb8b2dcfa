import { expecting, GitHubAnswer } from '../adapters/github/refused.ts';
import type { NeededBranch, NeededMerge } from '../release/playbook-needs.ts';
import { type Finding, problem, warning } from './finding.ts';
import { checkFindings } from './github-checks.ts';
import { freezeFindings } from './github-freeze.ts';
import { type Patient, stops } from './github-patient.ts';
import { nameAllowed, type Rule, type RuleReader, type Rules } from './github-rules.ts';

const letUs = 'Change that rule on GitHub, or let Slipway bypass it';

const closed: Readonly<Record<string, string>> = {
  update: 'lets nobody change',
  locked: 'locks',
  restricted: 'lets only some push to',
};

/** What one rule does to the merge of a release pull request. */
function* ofRule(patient: Patient, { into, method, step }: NeededMerge, rule: Rule): Generator<Finding> {
  const { about } = patient;
  const { type, parameters, from } = rule;
  const stop = stops(patient, [step]);
  const From = `${from[0]?.toUpperCase()}${from.slice(1)}`;
  const shut = closed[type];
  if (shut !== undefined) yield problem('branch-closed', about, `${From} ${shut} ${into}. ${stop}`, `${letUs}.`);
  if (type === 'merge_queue')
    yield problem(
      'merge-queue',
      about,
      `${From} asks for a merge queue on ${into}, through which Slipway does not merge. ${stop}`,
      `${letUs}; or people add the pull request to the queue, and Slipway finds it merged.`,
    );
  if (type === 'required_linear_history' && method === 'merge')
    yield problem(
      'merge-linear-history',
      about,
      `${From} wants a linear history on ${into}, and the playbook merges by a merge commit. ${stop}`,
      `${letUs}. Or write method: squash in the playbook.`,
    );
  const methods = parameters.allowed_merge_methods;
  if (type === 'pull_request' && methods !== undefined && !methods.includes(method))
    yield problem(
      'merge-method',
      about,
      `${From} lets pull requests into ${into} be merged by ${methods.join(' or ')} only, and the playbook merges by ${method}. ${stop}`,
      `${letUs}, or change method: in the playbook.`,
    );
  const approvals = parameters.required_approving_review_count ?? 0;
  if (type === 'pull_request' && approvals > 0)
    yield warning(
      'merge-reviews',
      about,
      `${From} wants ${approvals === 1 ? 'an approval' : `${approvals} approvals`} on GitHub of pull requests into ${into}, besides the sign-off in Slack. ${stops(patient, [step], 'Without it GitHub refuses')}`,
      'Tell the reviewers to approve on GitHub too; or let Slipway bypass it, and require the status slipway/release instead.',
    );
  if (type === 'required_signatures')
    yield warning(
      'merge-signatures',
      about,
      `${From} wants signed commits on ${into}: ${stops(patient, [step], 'One unsigned commit in a release stops')}`,
      'See that everybody signs their commits; or let Slipway bypass it.',
    );
  if (type === 'required_deployments')
    yield problem(
      'merge-deployments',
      about,
      `${From} wants a deployment (${parameters.required_deployment_environments?.join(', ') ?? 'somewhere'}) before the merge into ${into}. ${stop}`,
      `${letUs}, unless something else deploys each pull request there.`,
    );
  if (/^(commit_message|commit_author_email|committer_email)_pattern$/.test(type))
    yield warning(
      'merge-messages',
      about,
      `${From} wants ${type.replace(/_pattern$/, '').replaceAll('_', ' ')}s of a certain form on ${into}. ${stops(patient, [step], 'A merge commit that does not fit stops')}`,
      `${letUs}, or see that it accepts “Merge pull request …” by Slipway.`,
    );
}

const direct = new Set([
  'pull_request',
  'required_status_checks',
  'merge_queue',
  'required_linear_history',
  ...Object.keys(closed),
]);

/** A merge back is a push: what asks for a pull request makes it one. */
function* ofMergeBack(patient: Patient, { branch, step }: NeededBranch, { rules }: Rules): Generator<Finding> {
  const against = rules.find(({ type }) => direct.has(type));
  if (against === undefined) return;
  yield warning(
    'merge-back',
    patient.about,
    `${branch} takes no push from Slipway (${against.from}). For ${step} it opens a pull request, and waits until a person merges that.`,
    `Tell somebody to merge it; or let Slipway bypass it on ${branch}.`,
  );
}

/** GitHub deletes the head of a merged pull request where it is told to, dev like any other. */
function* deleted({ about, read, needs, playbook }: Patient, branch: string, { rules }: Rules): Generator<Finding> {
  const merges = needs.merges.filter(({ from }) => from === branch);
  if (!read.delete_branch_on_merge || merges.length === 0 || rules.some(({ type }) => type === 'deletion')) return;
  yield problem(
    'branch-deleted',
    about,
    `GitHub deletes the head of merged pull requests here, and ${branch} is the head of the release. ${stops({ playbook }, ['the merge back, and the next release'])}`,
    `Switch off “Automatically delete head branches”, or protect ${branch} from deletion.`,
  );
}

function* hidden({ about }: Patient, branch: string, rules: Rules): Generator<Finding> {
  if (!rules.hidden) return;
  yield warning(
    'branch-unseen',
    about,
    `${branch} has branch protection that Slipway may not read, so nobody knows whether it stops the release.`,
    'Give Slipway administration: read; or look yourself: who may push, reviews, linear history, locked.',
  );
}

/** Branches of Slipway's own: evidence is committed to one, and a merge back that needs a person gets one. */
async function ownFindings(patient: Patient, reader: RuleReader): Promise<readonly Finding[]> {
  const found = await Promise.all(
    patient.needs.ownBranches.map(async ({ branch, always, step }) => {
      const rules = await reader.ofRulesets(branch);
      const against = rules.find(
        ({ type, parameters }) =>
          type === 'creation' ||
          (type === 'branch_name_pattern' && !nameAllowed(parameters, branch)) ||
          (always && direct.has(type) && type !== 'required_linear_history'),
      );
      if (against === undefined) return [];
      const when = always ? stops(patient, [step]) : `Where ${step} needs a pull request, it stops.`;
      const says = `Slipway may not make or fill branches under slipway/ (${against.from}). ${when}`;
      const fix = `Leave slipway/** out of the rule, or let Slipway bypass it.`;
      return [(always ? problem : warning)('own-branches', patient.about, says, fix)];
    }),
  );
  return found.flat();
}

async function ofBranch(
  patient: Patient,
  reader: RuleReader,
  { branch, step }: NeededBranch,
): Promise<readonly Finding[]> {
  const { about, octokit, owner, repo, needs } = patient;
  const answer = await expecting([404], octokit.rest.repos.getBranch({ owner, repo, branch }));
  if (answer instanceof GitHubAnswer) {
    const says = `There is no branch ${branch}. ${stops(patient, [step])}`;
    return [problem('branch-missing', about, says, 'Create it, or correct the playbook.')];
  }
  const merges = needs.merges.filter(({ into }) => into === branch);
  const backs = needs.mergeBacks.filter((one) => one.branch === branch);
  const concerned = merges.length > 0 || backs.length > 0 || needs.merges.some(({ from }) => from === branch);
  if (!concerned) return [];
  const rules = await reader.ofBranch(branch, answer.data);
  const binding = rules.rules.filter(({ passedByPullRequest }) => !passedByPullRequest);
  return [
    ...merges.flatMap((merge) => binding.flatMap((rule) => [...ofRule(patient, merge, rule)])),
    ...(merges.length === 0 ? [] : await checkFindings(patient, merges, binding)),
    ...(await freezeFindings(patient, branch, answer.data)),
    ...backs.flatMap((back) => [...ofMergeBack(patient, back, rules)]),
    ...deleted(patient, branch, rules),
    ...hidden(patient, branch, rules),
  ];
}

/** Whether the branches are there, and nothing on GitHub stops what the playbook does with them. */
export async function branchFindings(patient: Patient, reader: RuleReader): Promise<readonly Finding[]> {
  const found = await Promise.all([
    ...patient.needs.branches.map((needed) => ofBranch(patient, reader, needed)),
    ownFindings(patient, reader),
  ]);
  return found.flat();
}
