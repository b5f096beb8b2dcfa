import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clinic, openClinic } from './clinic.ts';

const playbook = 'playbooks/backend-service.yml';
let clinic: Clinic;
beforeEach(async () => {
  clinic = await openClinic();
});
afterEach(() => clinic.close());

/** The permissions of docs/getting-started.md. */
const enough = {
  metadata: 'read',
  contents: 'write',
  pull_requests: 'write',
  actions: 'write',
  deployments: 'write',
  statuses: 'write',
  checks: 'read',
  workflows: 'write',
  administration: 'read',
} as const;

describe('what Slipway may not do', () => {
  it('is told for a token that is wrong, and a repository that is not there', async () => {
    expect(await clinic.complaints({ GITHUB_TOKEN: 'ghp_wrong' })).toMatchInlineSnapshot(`
      [
        "PROBLEM  GitHub: GitHub refused: Bad credentials.
               → Give Slipway valid GitHub credentials (GITHUB_TOKEN, or GITHUB_APP_ID and GITHUB_PRIVATE_KEY). [github-refused]",
      ]
    `);
    clinic.edit('acme/billing', 'acme/biling');
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: GitHub shows no repository acme/biling to Slipway. It stops every step of backend-service.
               → Correct its name in slipway.yml, or give Slipway’s App or account access to it. [github-refused]",
      ]
    `);
  });

  it('is told for the scopes of a classic token', async () => {
    await clinic.github.tokenScopes(['repo']);
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "WARNING  Repository of billing: The token lacks the scope workflow. Where a release changes files under .github/workflows, that stops “Merge into main” of backend-service.
               → Give it the scope workflow if releases change workflows. [github-workflow-files]",
      ]
    `);
    await clinic.github.tokenScopes(['read:org', 'workflow']);
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: The token has the scopes read:org, workflow, and not repo: it sees no private repository. It stops every step of backend-service.
               → Give it the scope repo, or use a GitHub App. [github-scope]",
        "PROBLEM  Other repository of billing: Slipway cannot read the pull requests of acme/api-gateway (GitHub refused: Not Found). It stops “API gateway routing is merged” of backend-service.
               → Correct its name in slipway.yml, or let Slipway’s App or account read pull requests there. [github-refused]",
      ]
    `);
  });

  it('a fine-grained token shows what it may by reading', async () => {
    await clinic.github.tokenScopes(null);
    expect(await clinic.complaints()).toEqual([]);
  });

  it('is told for an account that may only read', async () => {
    await clinic.billing.access('slipway-machine', 'read');
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: Slipway may read acme/billing, but not write to it. It stops every step that changes something of backend-service.
               → Give its account write access. [repository-read-only]",
      ]
    `);
  });

  it('is told for each permission of an App, with the steps that need it', async () => {
    await clinic.github.permissions(enough);
    expect(await clinic.complaints(clinic.asApp)).toEqual([]);
    const { deployments: _, workflows: __, ...rest } = enough;
    await clinic.github.permissions({ ...rest, contents: 'read', statuses: 'read' });
    expect(await clinic.complaints(clinic.asApp)).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: The permission contents: write is missing. It stops “Merge into main”, “Tag <tag>”, “GitHub release” and 2 more of backend-service.
               → Give the App contents: write in its settings, and accept it on the page of the installation. [github-permission]",
        "PROBLEM  Repository of billing: The permission statuses: write is missing. It stops “Merge into main” of backend-service.
               → Give the App statuses: write in its settings, and accept it on the page of the installation. [github-permission]",
        "PROBLEM  Repository of billing: The permission deployments: write is missing. It stops “Deploy to production” of backend-service.
               → Give the App deployments: write in its settings, and accept it on the page of the installation. [github-permission]",
        "WARNING  Repository of billing: The permission workflows: write is missing. Where a release changes files under .github/workflows, that stops “Merge into main” of backend-service.
               → Give the App workflows: write if releases change workflows. [github-workflow-files]",
      ]
    `);
  });

  it('is told for a check that people of a role may have run again', async () => {
    await clinic.github.permissions({ ...enough, actions: 'read' });
    const [before = ''] = await clinic.complaints(clinic.asApp);
    expect(before).toContain('The permission actions: write is missing. It stops “Artifacts published”');
    clinic.edit('- check: ci-green', '- check: ci-green\n            re-run: [backend-lead]', playbook);
    const [after = ''] = await clinic.complaints(clinic.asApp);
    expect(after).toContain('The permission actions: write is missing. It stops “CI of the pull request”, “Artifacts');
  });

  it('is told for the alerts that a playbook reads, and for a scanner that is switched off', async () => {
    clinic.edit(
      '- check: ci-green',
      '- check: no-security-alerts\n            of: [dependabot, secret-scanning]\n          - check: ci-green',
      playbook,
    );
    await clinic.github.permissions({ ...enough, secret_scanning_alerts: 'read' });
    expect(await clinic.complaints(clinic.asApp)).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: The permission Dependabot alerts: read is missing. It stops “no-security-alerts” of backend-service.
               → Give the App Dependabot alerts: read in its settings, and accept it on the page of the installation. [github-permission]",
        "PROBLEM  Repository of billing: Secret scanning is switched off, or never ran (GitHub refused: Secret scanning is disabled on this repository). It stops “no-security-alerts” of backend-service.
               → Enable it in the settings of the repository and let it run once, or take it out of the playbook. [scanner-off]",
      ]
    `);
    await clinic.github.tokenScopes(null);
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: Dependabot is switched off, or never ran (GitHub refused: Dependabot alerts are disabled for this repository). It stops “no-security-alerts” of backend-service.
               → Enable it in the settings of the repository and let it run once, or take it out of the playbook. [scanner-off]",
        "PROBLEM  Repository of billing: Secret scanning is switched off, or never ran (GitHub refused: Secret scanning is disabled on this repository). It stops “no-security-alerts” of backend-service.
               → Enable it in the settings of the repository and let it run once, or take it out of the playbook. [scanner-off]",
      ]
    `);
    for (const scanner of ['dependabot', 'secret-scanning'] as const) await clinic.billing.switchScanner(scanner);
    expect(await clinic.complaints()).toEqual([]);
  });

  it('is told where the App is suspended', async () => {
    await clinic.github.suspend(true);
    expect(await clinic.complaints(clinic.asApp)).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: The App’s installation on acme is suspended. It stops every step of backend-service.
               → Let an owner of acme unsuspend it on its page. [github-suspended]",
        "PROBLEM  Other repository of billing: Slipway cannot read the pull requests of acme/api-gateway (GitHub refused: This installation has been suspended). It stops “API gateway routing is merged” of backend-service.
               → Correct its name in slipway.yml, or let Slipway’s App or account read pull requests there. [github-refused]",
      ]
    `);
  });

  it('is told for another repository that cannot be read', async () => {
    clinic.edit('gateway: acme/api-gateway', 'gateway: acme/gateway');
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Other repository of billing: Slipway cannot read the pull requests of acme/gateway (GitHub refused: Not Found). It stops “API gateway routing is merged” of backend-service.
               → Correct its name in slipway.yml, or let Slipway’s App or account read pull requests there. [github-refused]",
      ]
    `);
  });
});

describe('what is wrong with the repository', () => {
  it('is told where it is archived', async () => {
    await clinic.billing.archive();
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: acme/billing is archived. It stops every step of backend-service.
               → Make it writable on GitHub. [repository-read-only]",
      ]
    `);
  });

  it('is told where it has another name now', async () => {
    await clinic.github.rename('acme/billing', 'invoicing');
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "WARNING  Repository of billing: It is called acme/invoicing now; the old name works until somebody takes it.
               → Write the new name into slipway.yml. [repository-moved]",
      ]
    `);
  });

  it('is told for branches that are not there', async () => {
    clinic.edit('released-from: dev', 'released-from: develop', playbook);
    clinic.edit('quality-checklist.md\n            ref: dev', 'quality-checklist.md\n            ref: docs', playbook);
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: There is no branch docs. It stops “Quality checklist of <feature> is complete” of backend-service.
               → Create it, or correct the playbook. [branch-missing]",
        "PROBLEM  Repository of billing: There is no branch develop. It stops the start of a release of backend-service.
               → Create it, or correct the playbook. [branch-missing]",
      ]
    `);
  });

  it('is told for merge methods, and for a head that GitHub deletes', async () => {
    await clinic.billing.mergeMethods({ merge: false });
    await clinic.billing.deleteBranchOnMerge(true);
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: Pull requests may not be merged by a merge commit here. It stops “Merge into main” of backend-service.
               → Switch on “Allow merge commits” in the repository’s settings, or change method: in the playbook. [merge-method]",
        "PROBLEM  Repository of billing: GitHub deletes the head of merged pull requests here, and dev is the head of the release. It stops the merge back, and the next release of backend-service.
               → Switch off “Automatically delete head branches”, or protect dev from deletion. [branch-deleted]",
      ]
    `);
    await clinic.billing.ruleset({ name: 'keep', include: ['refs/heads/dev'], rules: [{ type: 'deletion' }] });
    expect((await clinic.complaints()).filter((line) => line.includes('branch-deleted'))).toEqual([]);
  });
});

describe('what is wrong with workflows and environments', () => {
  it('is told for workflows that are not there, not to be started, switched off', async () => {
    clinic.edit('workflow: publish.yml', 'workflow: ci.yml', playbook);
    clinic.edit('workflow: deploy.yml', 'workflow: depoly.yml', playbook);
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: ci.yml cannot be started by Slipway. It stops “Artifacts published” of backend-service.
               → Add workflow_dispatch: under on: in it. [workflow-trigger]",
        "PROBLEM  Repository of billing: There is no workflow depoly.yml on main. It stops “Deploy to production” of backend-service.
               → Add it to main, or correct the playbook. [workflow-missing]",
      ]
    `);
    clinic.edit('workflow: depoly.yml', 'workflow: deploy.yml', playbook);
    await clinic.billing.switchWorkflow('deploy.yml', false);
    expect((await clinic.complaints()).filter((line) => line.includes('deploy.yml'))).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: deploy.yml is switched off on GitHub (disabled_manually). It stops “Deploy to production” of backend-service.
               → Enable it on its Actions page. [workflow-off]",
      ]
    `);
  });

  it('is told for a workflow whose runs are to be read and that GitHub does not know, or that is off', async () => {
    const read =
      '- check: workflow-succeeded\n            workflow: nightly.yml\n            ref: dev\n          - check: ci-green';
    clinic.edit('- check: ci-green', read, playbook);
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: GitHub knows no workflow nightly.yml. It stops “workflow-succeeded” of backend-service.
               → Add it to the default branch, or correct the playbook. [workflow-missing]",
      ]
    `);
    clinic.edit('workflow: nightly.yml', 'workflow: ci.yml', playbook);
    expect(await clinic.complaints()).toEqual([]);
    await clinic.billing.switchWorkflow('ci.yml', false);
    expect((await clinic.complaints()).filter((line) => line.includes('ci.yml'))).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: ci.yml is switched off on GitHub (disabled_manually). It stops “workflow-succeeded” of backend-service.
               → Enable it on its Actions page. [workflow-off]",
      ]
    `);
  });

  it('is told for a workflow that no tag starts', async () => {
    clinic.edit('workflow: publish.yml\n        start: dispatch', 'workflow: ci.yml\n        start: tag', playbook);
    clinic.edit(
      '        inputs: { version: <version>, slipway_id: <run-id> }\n        within: 45m',
      '        within: 45m',
      playbook,
    );
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: Pushing a tag does not start ci.yml. It stops “Artifacts published” of backend-service.
               → Add on: push: tags: to it, or start: dispatch in the playbook. [workflow-trigger]",
      ]
    `);
  });

  it('is told for inputs, and for runs that cannot be told apart', async () => {
    const text = `on:
  workflow_dispatch:
    inputs:
      version: {}
      region: { required: true }
      size: { required: true, default: small }
jobs: {}
`;
    const broken = { '.github/workflows/publish.yml': text, '.github/workflows/deploy.yml': 'on: [\n' };
    await clinic.billing.pushes('omar-o', 'main', broken, 'ci: other inputs');
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: publish.yml takes no input slipway_id, and GitHub refuses one that it does not know. It stops “Artifacts published” of backend-service.
               → Add it under workflow_dispatch: inputs: in it, or take it out of the playbook. [workflow-inputs]",
        "PROBLEM  Repository of billing: publish.yml requires the input region, which the playbook does not give. It stops “Artifacts published” of backend-service.
               → Give it under inputs: of the step, or make it optional in the workflow. [workflow-inputs]",
        "WARNING  Repository of billing: The runs of publish.yml do not show slipway_id, by which Slipway finds its run again after an interruption: “Artifacts published” could take another run for its own.
               → Add run-name: … \${{ inputs.slipway_id }} at its top. [workflow-unfindable]",
        "PROBLEM  Repository of billing: deploy.yml cannot be read as a workflow. It stops “Deploy to production” of backend-service.
               → Correct it; GitHub shows what is wrong on its Actions page. [workflow-unreadable]",
      ]
    `);
    const shown = text
      .replace('version: {}', 'version: {}\n      slipway_id: {}')
      .replace('region: { required: true }', '');
    await clinic.billing.pushes('omar-o', 'main', { '.github/workflows/publish.yml': shown }, 'ci: inputs');
    expect((await clinic.complaints()).filter((line) => line.includes('publish.yml'))).toMatchInlineSnapshot(`
      [
        "WARNING  Repository of billing: The runs of publish.yml do not show slipway_id, by which Slipway finds its run again after an interruption: “Artifacts published” could take another run for its own.
               → Add run-name: … \${{ inputs.slipway_id }} at its top. [workflow-unfindable]",
      ]
    `);
  });

  it('is told for environments that want an approval, or no tags', async () => {
    await clinic.billing.environment('production', ['omar-o', 'kenji-q'], true);
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Repository of billing: The environment production takes deployments from protected branches only, and Slipway deploys the tag. It stops “Deploy to production” of backend-service.
               → Let tags such as v* deploy to production (its page, “Deployment branches and tags”). [environment-refs]",
        "WARNING  Repository of billing: GitHub wants an approval by omar-o or kenji-q before a job may enter production: “Deploy to production” waits for it after the button in Slack was pressed.
               → Tell them to approve on GitHub, or take the reviewers off production. [environment-approval]",
      ]
    `);
    await clinic.billing.tags('omar-o', 'v9.9.9', 'main');
    const run = await clinic.billing.dispatches('omar-o', 'deploy.yml', 'v9.9.9', { version: '9.9.9' });
    expect(run.conclusion).toBe('failure'); // so it is, where tags may not enter
  });
});
