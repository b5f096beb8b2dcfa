import { describe, expect, it } from 'vitest';
import { acmeRepositories, people } from '../../../sandbox/github/seed.ts';
import { ciFile, freshGitHub, refusalOf, target } from './fresh-github.ts';

describe('workflows', async () => {
  const { octokit, client } = await freshGitHub({ repositories: acmeRepositories(), people });
  const billing = { owner: 'acme', repo: 'billing' } as const;
  const repo = client.repository('acme/billing');
  const dispatch = (inputs: Record<string, string>, more: object = {}) =>
    octokit.actions.createWorkflowDispatch({ ...billing, workflow_id: 'publish.yml', ref: 'v1.4.2', inputs, ...more });

  it('runs the CI of a pull request until the control ends it', async () => {
    const pull = await repo.opensPullRequest('maria-r', { head: 'dev', base: 'main', title: 'Release 1.5.0' });
    const [run] = await repo.runs({ workflow: 'ci.yml', sha: pull.headSha });
    expect(run).toMatchObject({ event: 'pull_request', status: 'in_progress', title: 'Release 1.5.0', branch: 'dev' });
    const checks = async () => (await octokit.checks.listForRef({ ...billing, ref: 'dev' })).data.check_runs;
    expect(await checks()).toMatchObject([
      { name: 'ci', status: 'in_progress', conclusion: null, app: { slug: 'github-actions' } },
    ]);
    await repo.finishes('ci.yml', 'failure');
    expect(await checks()).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
  });

  it('raises the attempt of a run that is run again', async () => {
    const [run] = await repo.runs({ workflow: 'ci.yml' });
    const at = { ...billing, run_id: run?.id ?? 0 };
    await octokit.actions.reRunWorkflowFailedJobs(at);
    expect((await octokit.actions.getWorkflowRun(at)).data).toMatchObject({
      run_attempt: 2,
      status: 'in_progress',
      conclusion: null,
      head_sha: run?.sha,
    });
    expect(await refusalOf(octokit.actions.reRunWorkflow(at))).toMatchObject({
      status: 403,
      message: 'This workflow is already running',
    });
    await repo.finishes(run?.id ?? 0, 'success');
    const { data } = await octokit.checks.listForRef({ ...billing, ref: run?.sha ?? '' });
    expect(data.check_runs).toMatchObject([{ name: 'ci', conclusion: 'success' }]);
    expect(
      (await octokit.checks.listForRef({ ...billing, ref: run?.sha ?? '', filter: 'all' })).data.check_runs,
    ).toHaveLength(2);
  });

  it('shows the input of a dispatch in the name of its run', async () => {
    expect((await dispatch({ version: '1.5.0', slipway_id: 'r-17' })).status).toBe(204);
    const { data } = await octokit.actions.listWorkflowRuns({
      ...billing,
      workflow_id: 'publish.yml',
      event: 'workflow_dispatch',
    });
    expect(data.workflow_runs).toMatchObject([{ display_title: 'Publish 1.5.0 (r-17)', head_branch: 'v1.4.2' }]);
    await repo.finishes('publish.yml', 'success');
    const artifacts = await octokit.actions.listWorkflowRunArtifacts({
      ...billing,
      run_id: data.workflow_runs[0]?.id ?? 0,
    });
    expect(artifacts.data.artifacts.map(({ name }) => name)).toEqual(['package-1.5.0', 'sbom-1.5.0']);
  });

  it('says which run a dispatch started only where the version of the API has it', async () => {
    const asked = await dispatch({ version: '2' }, { return_run_details: true });
    expect(asked.data).toMatchObject({ workflow_run_id: expect.any(Number) });
    const newer = { headers: { 'x-github-api-version': '2026-03-10' } };
    expect((await dispatch({ version: '2' }, newer)).data).toMatchObject({ workflow_run_id: expect.any(Number) });
    const both = dispatch({ version: '2' }, { return_run_details: true, ...newer });
    expect((await refusalOf(both)).message).toContain('"return_run_details" is not a permitted key.');
  });

  it('refuses inputs that the workflow does not declare, and misses those it needs', async () => {
    expect((await refusalOf(dispatch({ version: '1', other: 'x' }))).message).toBe(
      'Unexpected inputs provided: ["other"]',
    );
    expect((await refusalOf(dispatch({}))).message).toBe("Required input 'version' not provided");
    expect((await refusalOf(dispatch({ version: '1' }, { ref: 'none' }))).message).toBe('No ref found for: none');
  });

  it('deploys by a job with an environment, and the deployment follows the run', async () => {
    const run = await repo.dispatches('omar-o', 'deploy.yml', 'main', { version: '1.4.2' });
    expect(await repo.deployments('production')).toMatchObject([
      { state: 'in_progress', creator: 'github-actions[bot]' },
    ]);
    await repo.finishes(run.id, 'success');
    const [deployment] = (await octokit.repos.listDeployments({ ...billing, environment: 'production' })).data;
    const statuses = await octokit.repos.listDeploymentStatuses({ ...billing, deployment_id: deployment?.id ?? 0 });
    expect(statuses.data.map(({ state }) => state)).toEqual(['success', 'in_progress']);
    await repo.finishes((await repo.dispatches('omar-o', 'deploy.yml', 'main', { version: '1.4.3' })).id, 'success');
    expect((await repo.deployments('production')).map(({ state }) => state)).toEqual(['inactive', 'success']);
  });

  it('lets a job wait for the reviewers of its environment', async () => {
    await repo.environment('production', ['kenji-q']);
    const run = await repo.dispatches('omar-o', 'deploy.yml', 'main', { version: '1.4.4' });
    expect(run).toMatchObject({ status: 'waiting', jobs: [{ status: 'waiting' }] });
    const pending = await octokit.actions.getPendingDeploymentsForRun({ ...billing, run_id: run.id });
    expect(pending.data).toMatchObject([
      { environment: { name: 'production' }, reviewers: [{ reviewer: { login: 'kenji-q' } }] },
    ]);
    await expect(repo.approvesDeployment('omar-o', run.id, 'production')).rejects.toThrow(
      'omar-o does not review production',
    );
    expect(await repo.approvesDeployment('kenji-q', run.id, 'production')).toMatchObject({ status: 'in_progress' });
  });

  it('ends at once where it is told to, and can be cancelled', async () => {
    await repo.autofinish('publish.yml', 'failure');
    expect(await repo.dispatches('omar-o', 'publish.yml', 'main', { version: '3' })).toMatchObject({
      status: 'completed',
      conclusion: 'failure',
    });
    await repo.autofinish('publish.yml', 'queued');
    const run = await repo.dispatches('omar-o', 'publish.yml', 'main', { version: '4' });
    expect(run.status).toBe('queued');
    expect((await repo.begins(run.id)).status).toBe('in_progress');
    await octokit.actions.cancelWorkflowRun({ ...billing, run_id: run.id });
    expect(await refusalOf(octokit.actions.cancelWorkflowRun({ ...billing, run_id: run.id }))).toMatchObject({
      status: 409,
    });
  });

  it('never left the description', async () => {
    expect(await client.refusals()).toMatchObject([{ status: 422, path: expect.stringContaining('/dispatches') }]);
  });
});

describe('what starts no workflow', async () => {
  const { repo, octokit } = await freshGitHub();

  it('a pull request that conflicts', async () => {
    await repo.pushes('ben-w', 'clash', { 'a.txt': 'theirs\n' }, 'fix: theirs');
    await repo.pushes('lena-b', 'main', { 'a.txt': 'ours\n' }, 'fix: ours');
    const pull = await repo.opensPullRequest('ben-w', { head: 'clash', base: 'main', title: 'Clash' });
    expect(await repo.runs({ sha: pull.headSha })).toEqual([]);
  });

  it("what a workflow's own token opens", async () => {
    await repo.pushes(
      'github-actions[bot]',
      'release-please--branches--main',
      { 'CHANGELOG.md': '# 2\n' },
      'chore: release 2',
    );
    const pull = await repo.opensPullRequest('github-actions[bot]', {
      head: 'release-please--branches--main',
      base: 'main',
      title: 'chore: release 2',
    });
    expect(pull.author).toBe('github-actions[bot]');
    expect(await repo.runs({ sha: pull.headSha })).toEqual([]);
  });

  it('events and branches that its filters leave out', async () => {
    const file = '.github/workflows/tags.yml';
    const on =
      'name: Tags\non:\n  push:\n    tags: [v*]\n  pull_request:\n    branches: [release/**]\njobs:\n  t:\n    runs-on: x\n';
    await repo.pushes('lena-b', 'main', { [file]: on, '.github/workflows/ci.yml': ciFile }, 'ci: tags');
    expect(await repo.runs({ workflow: 'tags.yml' })).toEqual([]);
    await repo.tags('lena-b', 'v7.0.0', 'main', { annotated: true });
    expect(await repo.runs({ workflow: 'tags.yml' })).toMatchObject([{ event: 'push', branch: 'v7.0.0' }]);
    const { data } = await octokit.actions.listRepoWorkflows(target);
    expect(data.workflows.map(({ path }) => path)).toEqual(['.github/workflows/ci.yml', file]);
  });
});
