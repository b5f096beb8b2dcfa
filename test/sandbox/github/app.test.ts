import { generateKeyPairSync } from 'node:crypto';
import { createAppAuth } from '@octokit/auth-app';
import { describe, expect, it } from 'vitest';
import { type Fresh, freshGitHub, quietOctokit, refusalOf, target } from './fresh-github.ts';

describe('a GitHub App', async () => {
  const fresh = await freshGitHub();
  const asApp = ({ github }: Fresh, privateKey = github.privateKey) =>
    quietOctokit({ authStrategy: createAppAuth, auth: { appId: github.appId, privateKey }, baseUrl: github.url });
  const asInstallation = async (github: Fresh) => {
    const { data } = await asApp(github).apps.getRepoInstallation(target);
    const { appId, privateKey, url } = github.github;
    return quietOctokit({
      authStrategy: createAppAuth,
      auth: { appId, privateKey, installationId: data.id },
      baseUrl: url,
    });
  };

  it('shows itself by a token that it signs', async () => {
    const { data } = await asApp(fresh).apps.getAuthenticated();
    expect(data).toMatchObject({ slug: 'slipway', permissions: { contents: 'write', checks: 'read' } });
  });

  it('is refused with the key of somebody else', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs1', format: 'pem' })
      .toString();
    const refusal = await refusalOf(asApp(fresh, other).apps.getAuthenticated());
    expect(refusal).toEqual({ status: 401, message: 'A JSON web token could not be decoded', reasons: [] });
  });

  it('acts as its installation, by its own name', async () => {
    const octokit = await asInstallation(fresh);
    const { data } = await octokit.pulls.create({ ...target, head: 'dev', base: 'main', title: 'By the App' });
    expect(data.user).toMatchObject({ login: 'slipway[bot]', type: 'Bot' });
    const repositories = await octokit.apps.listReposAccessibleToInstallation();
    expect(repositories.data.repositories.map(({ name }) => name)).toEqual(['shop']);
  });

  it('may do what it was given, and nothing else', async () => {
    const octokit = await asInstallation(fresh);
    const closed = { status: 403, message: 'Resource not accessible by integration', reasons: [] };
    const [tip] = await fresh.repo.log('main', 1);
    expect(await refusalOf(octokit.checks.create({ ...target, name: 'x', head_sha: tip?.sha ?? '' }))).toEqual(closed);
    expect(
      await refusalOf(
        octokit.repos.updateBranchProtection({
          ...target,
          branch: 'main',
          enforce_admins: null,
          required_pull_request_reviews: null,
          required_status_checks: null,
          restrictions: null,
        }),
      ),
    ).toEqual(closed);
    await fresh.client.permissions({ metadata: 'read', checks: 'write', contents: 'read' });
    const more = await asInstallation(fresh);
    const check = await more.checks.create({ ...target, name: 'x', head_sha: tip?.sha ?? '', conclusion: 'success' });
    expect(check.data).toMatchObject({ status: 'completed', conclusion: 'success', app: { slug: 'slipway' } });
    expect(await refusalOf(more.git.createRef({ ...target, ref: 'refs/tags/x', sha: tip?.sha ?? '' }))).toEqual(closed);
  });

  it('cannot approve deployments, whatever it may', async () => {
    await fresh.client.permissions({
      metadata: 'read',
      actions: 'write',
      deployments: 'write',
      administration: 'write',
    });
    const octokit = await asInstallation(fresh);
    const asked = octokit.actions.reviewPendingDeploymentsForRun({
      ...target,
      run_id: 1,
      environment_ids: [1],
      state: 'approved',
      comment: '',
    });
    expect(await refusalOf(asked)).toMatchObject({ status: 403 });
  });

  it('cannot merge a change of workflows without the permission for them', async () => {
    const usual = { metadata: 'read', contents: 'write', pull_requests: 'write' } as const;
    await fresh.client.permissions(usual);
    await fresh.repo.pushes('ben-w', 'ci', { '.github/workflows/new.yml': 'on: push\njobs: {}\n' }, 'ci: new');
    const { number } = await fresh.repo.opensPullRequest('ben-w', { head: 'ci', base: 'main', title: 'CI' });
    const merge = async () => (await asInstallation(fresh)).pulls.merge({ ...target, pull_number: number });
    expect(await refusalOf(merge())).toMatchObject({ status: 403 });
    await fresh.client.permissions({ ...usual, workflows: 'write' });
    expect((await merge()).data.merged).toBe(true);
  });

  it('can be let through where others are not', async () => {
    await fresh.repo.ruleset({
      name: 'tags',
      target: 'tag',
      include: ['~ALL'],
      rules: [{ type: 'creation' }],
      bypassApp: true,
    });
    const [tip] = await fresh.repo.log('main', 1);
    const tag = { ...target, ref: 'refs/tags/v5.0.0', sha: tip?.sha ?? '' };
    expect(await refusalOf(fresh.octokit.git.createRef(tag))).toMatchObject({ status: 422 });
    expect((await (await asInstallation(fresh)).git.createRef(tag)).status).toBe(201);
  });

  it('freezes a branch by one write, with a status that only it can lift', async () => {
    await fresh.client.permissions({
      metadata: 'read',
      contents: 'write',
      pull_requests: 'write',
      statuses: 'write',
      administration: 'write',
    });
    const octokit = await asInstallation(fresh);
    const status = { context: 'slipway/freeze', integration_id: fresh.github.appId };
    const { data } = await octokit.repos.createRepoRuleset({
      ...target,
      name: 'freeze',
      target: 'branch',
      enforcement: 'active',
      conditions: { ref_name: { include: ['refs/heads/main'], exclude: [] } },
      rules: [
        {
          type: 'required_status_checks',
          parameters: { required_status_checks: [status], strict_required_status_checks_policy: false },
        },
      ],
    });
    const sha = await fresh.repo.pushes('ana-d', 'frozen', { 'f.txt': 'f' }, 'feat: f');
    const { number } = await fresh.repo.opensPullRequest('ana-d', { head: 'frozen', base: 'main', title: 'F' });
    await fresh.repo.status(sha, 'slipway/freeze', 'success', { by: 'ana-d' });
    const message = 'Repository rule violations found\n\nRequired status check "slipway/freeze" is expected.\n\n';
    await expect(fresh.repo.merges('ana-d', number)).rejects.toThrow(message.trim());
    expect(await refusalOf(octokit.pulls.merge({ ...target, pull_number: number }))).toMatchObject({
      status: 405,
      message,
    });
    await octokit.repos.createCommitStatus({ ...target, sha, state: 'success', context: 'slipway/freeze' });
    await fresh.repo.merges('ana-d', number);
    await octokit.repos.deleteRepoRuleset({ ...target, ruleset_id: data.id });
    expect(await fresh.repo.rulesets()).toMatchObject([{ name: 'tags' }]);
  });
});
