import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clinic, openClinic } from './clinic.ts';

let clinic: Clinic;
beforeEach(async () => {
  clinic = await openClinic();
});
afterEach(() => clinic.close());

const main = { include: ['refs/heads/main'] };
const tags = { target: 'tag' as const, include: ['refs/tags/v*'] };

function pullRequests(approvals: number, methods?: readonly string[]) {
  return {
    type: 'pull_request',
    parameters: {
      required_approving_review_count: approvals,
      ...(methods === undefined ? {} : { allowed_merge_methods: methods }),
      dismiss_stale_reviews_on_push: false,
      require_code_owner_review: false,
      require_last_push_approval: false,
      required_review_thread_resolution: false,
    },
  };
}
function statuses(...contexts: readonly (readonly [string, number?])[]) {
  const required = contexts.map(([context, integration_id]) => ({
    context,
    ...(integration_id === undefined ? {} : { integration_id }),
  }));
  const parameters = { required_status_checks: required, strict_required_status_checks_policy: false };
  return { type: 'required_status_checks', parameters };
}
function names(type: string, operator: string, pattern: string) {
  return { type, parameters: { operator, pattern } };
}

describe('rules on the branch that is merged into', () => {
  it('are told one by one', async () => {
    const deployments = { type: 'required_deployments', parameters: { required_deployment_environments: ['staging'] } };
    await clinic.billing.ruleset({
      name: 'strict',
      ...main,
      rules: [
        { type: 'required_linear_history' },
        pullRequests(1, ['squash']),
        { type: 'update' },
        { type: 'required_signatures' },
        deployments,
        names('commit_message_pattern', 'starts_with', 'JIRA-'),
      ],
    });
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: The ruleset strict wants a linear history on main, and the playbook merges by a merge commit. It stops “Merge into main” of backend-service.
               → Change that rule on GitHub, or let Slipway bypass it. Or write method: squash in the playbook. [merge-linear-history]",
        "PROBLEM  Repository of billing: The ruleset strict lets pull requests into main be merged by squash only, and the playbook merges by merge. It stops “Merge into main” of backend-service.
               → Change that rule on GitHub, or let Slipway bypass it, or change method: in the playbook. [merge-method]",
        "WARNING  Repository of billing: The ruleset strict wants an approval on GitHub of pull requests into main, besides the sign-off in Slack. Without it GitHub refuses “Merge into main” of backend-service.
               → Tell the reviewers to approve on GitHub too; or let Slipway bypass it, and require the status slipway/release instead. [merge-reviews]",
        "PROBLEM  Repository of billing: The ruleset strict lets nobody change main. It stops “Merge into main” of backend-service.
               → Change that rule on GitHub, or let Slipway bypass it. [branch-closed]",
        "WARNING  Repository of billing: The ruleset strict wants signed commits on main: One unsigned commit in a release stops “Merge into main” of backend-service.
               → See that everybody signs their commits; or let Slipway bypass it. [merge-signatures]",
        "PROBLEM  Repository of billing: The ruleset strict wants a deployment (staging) before the merge into main. It stops “Merge into main” of backend-service.
               → Change that rule on GitHub, or let Slipway bypass it, unless something else deploys each pull request there. [merge-deployments]",
        "WARNING  Repository of billing: The ruleset strict wants commit messages of a certain form on main. A merge commit that does not fit stops “Merge into main” of backend-service.
               → Change that rule on GitHub, or let Slipway bypass it, or see that it accepts “Merge pull request …” by Slipway. [merge-messages]",
      ]
    `);
  });

  it('a merge queue is told', async () => {
    const parameters = {
      check_response_timeout_minutes: 60,
      grouping_strategy: 'ALLGREEN',
      max_entries_to_build: 5,
      max_entries_to_merge: 5,
      merge_method: 'MERGE',
      min_entries_to_merge: 1,
      min_entries_to_merge_wait_minutes: 5,
    };
    await clinic.billing.ruleset({ name: 'queue', ...main, rules: [{ type: 'merge_queue', parameters }] });
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: The ruleset queue asks for a merge queue on main, through which Slipway does not merge. It stops “Merge into main” of backend-service.
               → Change that rule on GitHub, or let Slipway bypass it; or people add the pull request to the queue, and Slipway finds it merged. [merge-queue]",
      ]
    `);
  });

  it('hold nobody who may bypass them: always, or by pull requests', async () => {
    const strict = { ...main, rules: [{ type: 'required_linear_history' }, { type: 'update' }] };
    await clinic.billing.ruleset({ name: 'a', ...strict, bypassPerson: 'slipway-machine' });
    await clinic.billing.ruleset({ name: 'b', ...strict, bypassPerson: 'slipway-machine', bypassMode: 'pull_request' });
    expect(await clinic.complaints()).toEqual([]);
    const dev = { include: ['refs/heads/dev'], rules: [pullRequests(0)], bypassPerson: 'slipway-machine' };
    await clinic.billing.ruleset({ name: 'c', ...dev, bypassMode: 'pull_request' });
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "WARNING  Repository of billing: dev takes no push from Slipway (the ruleset c). For “main merged back into dev” it opens a pull request, and waits until a person merges that.
               → Tell somebody to merge it; or let Slipway bypass it on dev. [merge-back]",
      ]
    `); // a merge back is a push, and no pull request
  });

  it('hold the App unless it is named', async () => {
    await clinic.billing.ruleset({ name: 'closed', ...main, rules: [{ type: 'update' }], bypassApp: true });
    expect((await clinic.complaints(clinic.asApp)).filter((line) => line.includes('main.'))).toEqual([]);
    expect((await clinic.complaints()).map((line) => line.split('[')[1])).toEqual(['branch-closed]']);
  });

  it('are no rules while they are only evaluated', async () => {
    await clinic.billing.ruleset({ name: 'try', ...main, rules: [{ type: 'update' }], enforcement: 'evaluate' });
    expect(await clinic.complaints()).toEqual([]);
  });
});

describe('required statuses', () => {
  it('are told that nobody reports, or that others must', async () => {
    await clinic.billing.ruleset({
      name: 'checks',
      ...main,
      rules: [statuses(['ci'], ['ghost'], ['slipway/release', 4712], ['slipway/blessing'])],
    });
    const [tip] = await clinic.billing.log('dev', 1);
    await clinic.billing.check(tip?.sha ?? '', 'ci', 'success');
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: main takes the status slipway/release from another App (4712) only (the ruleset checks). It stops “Merge into main” of backend-service.
               → Name Slipway’s App as the source of the status, or let it come from anyone. [status-pinned]",
        "PROBLEM  Repository of billing: main requires the status slipway/blessing (the ruleset checks), which Slipway never sets. It stops “Merge into main” of backend-service.
               → Require slipway/release instead. [status-foreign]",
        "WARNING  Repository of billing: main requires ghost, which nothing reported on the last pull requests into it. While nothing does, it stops “Merge into main” of backend-service.
               → See that a workflow reports exactly that name for pull requests into it, or take it off the rule. [check-silent]",
      ]
    `);
  });

  it('are right: our own from our App, others that were reported', async () => {
    const own = statuses(['slipway/release', clinic.localGitHub.appId], ['ci']);
    await clinic.billing.ruleset({ name: 'checks', ...main, rules: [own] });
    const [tip] = await clinic.billing.log('dev', 1);
    await clinic.billing.status(tip?.sha ?? '', 'ci', 'success');
    expect((await clinic.complaints(clinic.asApp)).filter((line) => !line.includes('workflows: write'))).toEqual([]);
  });
});

describe('a branch that is frozen while its pull request is signed', () => {
  const freezes = () =>
    clinic.edit(
      '        to: main\n',
      '        to: main\n        frozen: while-signed\n',
      'playbooks/backend-service.yml',
    );
  const told = `WARNING  Repository of billing: dev does not require the status slipway/freeze, so nothing is held while it is frozen. A merge into it meanwhile voids what was signed for “Release pull request dev → main” of backend-service.
         → Require slipway/freeze on dev by a ruleset or branch protection, from Slipway’s App where it is one. [freeze-not-required]`;

  it('is to require the status: by a ruleset, whoever may bypass that', async () => {
    expect(await clinic.complaints()).toEqual([]);
    freezes();
    expect(await clinic.complaints()).toEqual([told]);
    const dev = { include: ['refs/heads/dev'], bypassApp: true };
    await clinic.billing.ruleset({ name: 'frozen', ...dev, rules: [statuses(['slipway/freeze'])] });
    expect((await clinic.complaints(clinic.asApp)).filter((line) => line.includes('freeze'))).toEqual([]);
  });

  it('or by branch protection, which Slipway may not read whole', async () => {
    freezes();
    await clinic.billing.protects('dev', { requiredStatuses: ['ci'] });
    expect(await clinic.complaints()).toContain(told);
    await clinic.billing.protects('dev', { requiredStatuses: ['ci', 'slipway/freeze'] });
    expect((await clinic.complaints()).filter((line) => line.includes('freeze-not-required'))).toEqual([]);
  });
});

describe('branch protection', () => {
  it('is told where it may be read', async () => {
    await clinic.github.permissions({
      ...{ metadata: 'read', contents: 'write', pull_requests: 'write', actions: 'write', deployments: 'write' },
      ...{ statuses: 'write', checks: 'read', workflows: 'write', administration: 'read' },
    });
    const rules = { requiredReviews: 2, linearHistory: true, signatures: true, locked: true };
    await clinic.billing.protects('main', { ...rules, pushers: ['lena-b'] });
    await clinic.billing.protects('dev', { pushers: ['lena-b'] });
    expect(await clinic.complaints(clinic.asApp)).toMatchInlineSnapshot(`
      [
        "WARNING  Repository of billing: Branch protection wants 2 approvals on GitHub of pull requests into main, besides the sign-off in Slack. Without it GitHub refuses “Merge into main” of backend-service.
               → Tell the reviewers to approve on GitHub too; or let Slipway bypass it, and require the status slipway/release instead. [merge-reviews]",
        "PROBLEM  Repository of billing: Branch protection wants a linear history on main, and the playbook merges by a merge commit. It stops “Merge into main” of backend-service.
               → Change that rule on GitHub, or let Slipway bypass it. Or write method: squash in the playbook. [merge-linear-history]",
        "WARNING  Repository of billing: Branch protection wants signed commits on main: One unsigned commit in a release stops “Merge into main” of backend-service.
               → See that everybody signs their commits; or let Slipway bypass it. [merge-signatures]",
        "PROBLEM  Repository of billing: Branch protection locks main. It stops “Merge into main” of backend-service.
               → Change that rule on GitHub, or let Slipway bypass it. [branch-closed]",
        "PROBLEM  Repository of billing: Branch protection lets only some push to main. It stops “Merge into main” of backend-service.
               → Change that rule on GitHub, or let Slipway bypass it. [branch-closed]",
        "WARNING  Repository of billing: dev takes no push from Slipway (branch protection). For “main merged back into dev” it opens a pull request, and waits until a person merges that.
               → Tell somebody to merge it; or let Slipway bypass it on dev. [merge-back]",
      ]
    `);
    await clinic.billing.protects('main', { pushingApps: ['slipway'] });
    await clinic.billing.protects('dev', { pushers: [], pushingApps: ['slipway'] });
    expect(await clinic.complaints(clinic.asApp)).toEqual([]);
  });

  it('is told to be there where it may not be read', async () => {
    await clinic.billing.protects('main', { locked: true });
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "WARNING  Repository of billing: main has branch protection that Slipway may not read, so nobody knows whether it stops the release.
               → Give Slipway administration: read; or look yourself: who may push, reviews, linear history, locked. [branch-unseen]",
      ]
    `);
  });

  it('does not hold an administrator whom it leaves out', async () => {
    await clinic.billing.access('slipway-machine', 'admin');
    await clinic.billing.protects('main', { locked: true, enforceAdmins: false });
    expect(await clinic.complaints()).toEqual([]);
  });
});

describe('rules on what Slipway makes', () => {
  it('are told for tags: creation, names, signatures', async () => {
    await clinic.billing.ruleset({
      name: 'tags',
      ...tags,
      rules: [{ type: 'creation' }, { type: 'required_signatures' }],
    });
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: The ruleset tags does not let Slipway make tags such as v1.4.3. It stops “Tag <tag>” of backend-service.
               → Add Slipway’s App (or its account) to those who may bypass the ruleset tags. [tag-closed]",
        "WARNING  Repository of billing: The ruleset tags wants signed commits under tags such as v1.4.3, and Slipway’s own tags carry no signature. It may stop “Tag <tag>” of backend-service.
               → Let Slipway bypass the ruleset tags, or push signed tags by hand. [tag-signatures]",
      ]
    `);
    await clinic.billing.deletesRuleset('tags');
    const named = names('tag_name_pattern', 'starts_with', 'billing-');
    await clinic.billing.ruleset({ name: 'names', ...tags, include: ['~ALL'], rules: [named] });
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: The ruleset names does not let Slipway make tags such as v1.4.3. It stops “Tag <tag>” of backend-service.
               → Add Slipway’s App (or its account) to those who may bypass the ruleset names. [tag-closed]",
      ]
    `);
    await expect(clinic.billing.tags('omar-o', 'v1.4.3', 'main')).rejects.toThrow(/must start with billing-/);
  });

  it('are not told for tags that they do not cover, or that Slipway may make', async () => {
    const creation = { rules: [{ type: 'creation' }] };
    await clinic.billing.ruleset({ name: 'old', ...tags, include: ['refs/tags/v0.*'], ...creation });
    await clinic.billing.ruleset({
      name: 'not ours',
      ...tags,
      exclude: ['refs/tags/v1.*', 'refs/tags/v2.*'],
      ...creation,
    });
    await clinic.billing.ruleset({ name: 'off', ...tags, ...creation, enforcement: 'disabled' });
    await clinic.billing.ruleset({ name: 'ours', ...tags, ...creation, bypassPerson: 'slipway-machine' });
    expect(await clinic.complaints()).toEqual([]);
  });

  it('are told for its own branches and for the merge back', async () => {
    await clinic.billing.ruleset({ name: 'dev', include: ['refs/heads/dev'], rules: [pullRequests(1)] });
    await clinic.billing.ruleset({ name: 'new', include: ['refs/heads/slipway/**'], rules: [{ type: 'creation' }] });
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "WARNING  Repository of billing: dev takes no push from Slipway (the ruleset dev). For “main merged back into dev” it opens a pull request, and waits until a person merges that.
               → Tell somebody to merge it; or let Slipway bypass it on dev. [merge-back]",
        "WARNING  Repository of billing: Slipway may not make or fill branches under slipway/ (the ruleset new). Where “main merged back into dev” needs a pull request, it stops.
               → Leave slipway/** out of the rule, or let Slipway bypass it. [own-branches]",
        "PROBLEM  Repository of billing: Slipway may not make or fill branches under slipway/ (the ruleset new). It stops “Evidence of <feature> archived” of backend-service.
               → Leave slipway/** out of the rule, or let Slipway bypass it. [own-branches]",
      ]
    `);
  });
});
