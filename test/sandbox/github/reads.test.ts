import { describe, expect, it } from 'vitest';
import { acmeRepositories, people, teams } from '../../../sandbox/github/seed.ts';
import { freshGitHub, refusalOf } from './fresh-github.ts';

const billing = { owner: 'acme', repo: 'billing' } as const;

/** Every answer is held against the description by the server itself: a violation is a 500 and fails here. */
describe('the seeded world, read by Octokit', async () => {
  const { octokit, client } = await freshGitHub({ repositories: acmeRepositories(), people, teams });
  const repo = client.repository('acme/billing');

  it('has branches and tags', async () => {
    expect((await octokit.repos.get(billing)).data).toMatchObject({
      full_name: 'acme/billing',
      default_branch: 'main',
    });
    const branches = (await octokit.repos.listBranches(billing)).data.map(({ name }) => name);
    expect(branches).toEqual(['dev', 'feature/invoice-export', 'feature/tax-rounding', 'main']);
    expect(
      (await octokit.repos.getBranch({ ...billing, branch: 'feature/tax-rounding' })).data.commit.author?.login,
    ).toBe('ben-w');
    expect((await octokit.repos.listTags(billing)).data.map(({ name }) => name)).toContain('v1.4.2');
    expect((await octokit.repos.getLatestRelease(billing)).data.tag_name).toBe('v1.4.2');
    const ref = (await octokit.git.getRef({ ...billing, ref: 'tags/v1.4.2' })).data;
    expect(ref.object.type).toBe('tag');
    expect((await octokit.git.getTag({ ...billing, tag_sha: ref.object.sha })).data.message).toBe('billing 1.4.2');
    expect((await octokit.git.listMatchingRefs({ ...billing, ref: 'heads/feature' })).data).toHaveLength(2);
  });

  it('compares: dev is ahead and contains main', async () => {
    const { data } = await octokit.repos.compareCommitsWithBasehead({ ...billing, basehead: 'main...dev' });
    expect(data).toMatchObject({ status: 'ahead', ahead_by: 10, behind_by: 0, total_commits: 10 });
    expect(data.commits[0]?.commit.message).toBe('feat(tax): round per line, not per invoice');
    expect(data.files?.map(({ filename }) => filename)).toContain('outputs/invoice-export/quality-checklist.md');
  });

  it('knows the pull requests of a commit', async () => {
    const merged = (await repo.pulls('closed')).map(({ merged: done }) => done?.sha ?? '');
    for (const [index, sha] of merged.entries()) {
      const { data } = await octokit.repos.listPullRequestsAssociatedWithCommit({ ...billing, commit_sha: sha });
      expect(data.map(({ number }) => number)).toEqual([index + 1]);
    }
  });

  it('reads files, folders and objects', async () => {
    const file = { ...billing, path: 'outputs/tax-rounding/quality-checklist.md', ref: 'dev' };
    const { data } = await octokit.repos.getContent(file);
    expect(data).toMatchObject({ type: 'file', encoding: 'base64' });
    const raw = await octokit.repos.getContent({ ...file, mediaType: { format: 'raw' } });
    expect(raw.data).toContain('- [x] Unit and integration tests pass');
    const folder = await octokit.repos.getContent({ ...billing, path: 'outputs', ref: 'dev' });
    expect(folder.data).toMatchObject([
      { name: 'invoice-export', type: 'dir' },
      { name: 'tax-rounding', type: 'dir' },
    ]);
    const tree = await octokit.git.getTree({ ...billing, tree_sha: 'dev', recursive: '1' });
    const blob = tree.data.tree.find(({ path }) => path === 'README.md')?.sha ?? '';
    const content = (await octokit.git.getBlob({ ...billing, file_sha: blob })).data.content;
    expect(Buffer.from(content, 'base64').toString()).toContain('# Billing');
  });

  it('writes blobs, trees and commits for a branch of evidence', async () => {
    const [tip] = await repo.log('dev', 1);
    const sha = tip?.sha ?? '';
    const blob = (
      await octokit.git.createBlob({ ...billing, content: Buffer.from('{}').toString('base64'), encoding: 'base64' })
    ).data.sha;
    const entry = {
      path: 'outputs/invoice-export/release/record.json',
      mode: '100644',
      type: 'blob',
      sha: blob,
    } as const;
    const base = (await octokit.git.getCommit({ ...billing, commit_sha: sha })).data.tree.sha;
    const tree = (await octokit.git.createTree({ ...billing, base_tree: base, tree: [entry] })).data.sha;
    const commit = (await octokit.git.createCommit({ ...billing, message: 'docs: evidence', tree, parents: [sha] }))
      .data.sha;
    await octokit.git.createRef({ ...billing, ref: 'refs/heads/evidence', sha: commit });
    expect(await repo.file('evidence', entry.path)).toBe('{}');
    expect(await repo.file('evidence', 'README.md')).toContain('# Billing');
  });

  it('knows people, teams, rules, labels and settings', async () => {
    expect((await octokit.users.getByUsername({ username: 'lena-b' })).data.name).toBe('Lena Bauer');
    expect((await octokit.users.getAuthenticated()).data.login).toBe('slipway-machine');
    const members = await octokit.teams.listMembersInOrg({ org: 'acme', team_slug: 'backend-leads' });
    expect(members.data.map(({ login }) => login)).toEqual(['lena-b', 'tom-h']);
    await repo.protects('main', { requiredReviews: 1, requiredStatuses: ['ci'] });
    const { protection } = (await octokit.repos.getBranch({ ...billing, branch: 'main' })).data;
    expect(Object.keys(protection).sort()).toEqual(['enabled', 'required_status_checks']); // the rest is an administrator's
    await expect(octokit.repos.getBranchProtection({ ...billing, branch: 'main' })).rejects.toThrow(/Not Found/);
    await repo.access('slipway-machine', 'admin');
    expect(
      (await octokit.repos.getBranchProtection({ ...billing, branch: 'main' })).data.required_status_checks?.contexts,
    ).toEqual(['ci']);
    await repo.ruleset({
      name: 'linear',
      include: ['refs/heads/release/**'],
      rules: [{ type: 'required_linear_history' }],
    });
    const rules = await octokit.repos.getBranchRules({ ...billing, branch: 'release/1.x' });
    expect(rules.data.map(({ type }) => type)).toEqual(['required_linear_history']);
    const [ruleset] = (await octokit.repos.getRepoRulesets(billing)).data;
    expect((await octokit.repos.getRepoRuleset({ ...billing, ruleset_id: ruleset?.id ?? 0 })).data.rules).toHaveLength(
      1,
    );
    expect((await octokit.issues.listForRepo({ ...billing, state: 'all' })).data).toHaveLength(2);
    expect((await octokit.issues.listLabelsForRepo(billing)).data.map(({ name }) => name)).toEqual(['feature']);
    const found = await octokit.request('GET /search/issues', { q: 'repo:acme/billing is:pr is:closed' });
    expect(found.data.total_count).toBe(2);
    expect((await octokit.rateLimit.get()).data.resources.core.limit).toBe(5000);
  });

  it('puts issues into milestones, counts them there, and refuses one that is not there', async () => {
    const milestone = await repo.milestone('1.5.0');
    const made = await octokit.issues.create({ ...billing, title: 'In it', milestone });
    const other = await octokit.issues.create({ ...billing, title: 'Beside it' });
    expect(made.data.milestone).toMatchObject({ title: '1.5.0', number: milestone });
    const inside = async (of: string) =>
      (await octokit.issues.listForRepo({ ...billing, milestone: of })).data.map(({ title }) => title);
    expect(await inside(String(milestone))).toEqual(['In it']);
    expect(await inside('*')).toEqual(['In it']);
    expect(await inside('none')).toContain('Beside it');
    await octokit.issues.update({ ...billing, issue_number: other.data.number, milestone, state: 'closed' });
    expect((await octokit.issues.listMilestones(billing)).data).toMatchObject([{ open_issues: 1, closed_issues: 1 }]);
    expect((await octokit.issues.listMilestones({ ...billing, state: 'closed' })).data).toEqual([]);
    expect(await refusalOf(octokit.issues.create({ ...billing, title: 'No', milestone: 9 }))).toMatchObject({
      status: 422,
    });
    await octokit.issues.update({ ...billing, issue_number: made.data.number, milestone: null });
    expect(await inside(String(milestone))).toEqual([]);
  });

  it('keeps issues, comments and labels', async () => {
    const { number } = (await octokit.issues.create({ ...billing, title: 'Release 1.5.0', labels: ['tracking'] })).data;
    const issue = { ...billing, issue_number: number };
    const { id } = (await octokit.issues.createComment({ ...issue, body: 'started' })).data;
    await octokit.issues.updateComment({ ...billing, comment_id: id, body: 'done' });
    expect((await octokit.issues.listComments(issue)).data.map(({ body }) => body)).toEqual(['done']);
    await octokit.issues.addLabels({ ...issue, labels: ['blocker'] });
    await octokit.issues.removeLabel({ ...issue, name: 'tracking' });
    await octokit.issues.update({ ...issue, state: 'closed' });
    expect((await octokit.issues.get(issue)).data).toMatchObject({
      state: 'closed',
      state_reason: 'completed',
      labels: [{ name: 'blocker' }],
    });
  });

  it('never left the description', async () => {
    expect(await client.refusals()).toEqual([]);
  });
});
