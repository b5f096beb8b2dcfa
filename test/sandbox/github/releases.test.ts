import { describe, expect, it } from 'vitest';
import { freshGitHub, refusalOf, target } from './fresh-github.ts';

describe('releases', async () => {
  const { octokit, repo, github } = await freshGitHub();
  const release = (tag_name: string, more: object = {}) =>
    octokit.repos.createRelease({ ...target, tag_name, name: tag_name, ...more }).then(({ data }) => data);

  it('makes the tag at publishing, at the target', async () => {
    const [tip] = await repo.log('dev', 1);
    await release('v1.1.0', { target_commitish: 'dev' });
    expect(await repo.refs('refs/tags/v1.1.0')).toEqual([
      { ref: 'refs/tags/v1.1.0', sha: tip?.sha, commit: tip?.sha, annotated: false },
    ]);
  });

  it('hides a draft from who looks by tag, and leaves its tag unmade', async () => {
    const draft = await release('v1.2.0', { draft: true });
    expect(await refusalOf(octokit.repos.getReleaseByTag({ ...target, tag: 'v1.2.0' }))).toMatchObject({ status: 404 });
    expect((await octokit.repos.listReleases(target)).data.map(({ id }) => id)).toContain(draft.id);
    expect(await repo.refs('refs/tags/v1.2.0')).toEqual([]);
    await octokit.repos.updateRelease({ ...target, release_id: draft.id, draft: false });
    expect((await octokit.repos.getReleaseByTag({ ...target, tag: 'v1.2.0' })).data.id).toBe(draft.id);
  });

  it('lets two drafts share a tag, but only one be published', async () => {
    const [one, other] = [await release('v1.2.1', { draft: true }), await release('v1.2.1', { draft: true })];
    await octokit.repos.updateRelease({ ...target, release_id: one.id, draft: false });
    const second = octokit.repos.updateRelease({ ...target, release_id: other.id, draft: false });
    expect(await refusalOf(second)).toEqual({
      status: 422,
      message: 'Validation Failed',
      reasons: ['tag_name already_exists'],
    });
  });

  it('keeps an old line from becoming the latest', async () => {
    await release('v1.0.1', { make_latest: 'false' });
    expect((await octokit.repos.getLatestRelease(target)).data.tag_name).toBe('v1.2.1');
    await release('v2.0.0', { prerelease: true });
    expect((await octokit.repos.getLatestRelease(target)).data.tag_name).toBe('v1.2.1');
  });

  it('takes assets at the address that the release names', async () => {
    const { id, upload_url } = await release('v1.3.0', { draft: true });
    expect(upload_url).toBe(`${github.url}/uploads/repos/acme/shop/releases/${id}/assets{?name,label}`);
    const upload = (name: string) =>
      octokit.request(`POST ${upload_url}`, {
        name,
        data: '{"kept":true}',
        headers: { 'content-type': 'application/json' },
      });
    const { data } = await upload('record.json');
    expect(data).toMatchObject({ name: 'record.json', state: 'uploaded', size: 13, content_type: 'application/json' });
    expect((await refusalOf(upload('record.json'))).reasons).toEqual(['name already_exists']);
    const file = { ...target, asset_id: data.id };
    const headers = {
      accept: 'application/octet-stream',
      authorization: `Bearer ${github.token}`,
      'user-agent': 'test',
    };
    expect(await (await fetch(data.url, { headers })).text()).toBe('{"kept":true}');
    await octokit.repos.deleteReleaseAsset(file);
    expect((await octokit.repos.listReleaseAssets({ ...target, release_id: id })).data).toEqual([]);
  });

  it('keeps the half of an upload that broke, until somebody deletes it', async () => {
    const { id } = await release('v1.3.1', { draft: true });
    await repo.breaksUpload('lena-b', 'v1.3.1', 'record.json');
    const [left] = (await octokit.repos.listReleaseAssets({ ...target, release_id: id })).data;
    expect(left).toMatchObject({ name: 'record.json', state: 'starter', size: 0 });
    await octokit.repos.deleteReleaseAsset({ ...target, asset_id: left?.id ?? 0 });
    expect((await octokit.repos.listReleaseAssets({ ...target, release_id: id })).data).toEqual([]);
  });

  it('burns the tag of an immutable release for ever', async () => {
    await repo.immutableReleases(true);
    const fixed = await release('v3.0.0', { body: 'first' });
    expect(fixed).toMatchObject({ immutable: true });
    const upload = octokit.repos.uploadReleaseAsset({
      ...target,
      release_id: fixed.id,
      name: 'late.txt',
      data: 'x',
      baseUrl: `${github.url}/uploads`,
    });
    expect((await refusalOf(upload)).status).toBe(422);
    const body = await octokit.repos.updateRelease({ ...target, release_id: fixed.id, body: 'second' });
    expect(body.data.body).toBe('second');
    expect((await refusalOf(octokit.git.deleteRef({ ...target, ref: 'tags/v3.0.0' }))).status).toBe(422);
    await octokit.repos.deleteRelease({ ...target, release_id: fixed.id });
    await octokit.git.deleteRef({ ...target, ref: 'tags/v3.0.0' });
    const burnt = { status: 422, message: 'Validation Failed', reasons: ['tag_name was used by an immutable release'] };
    expect(await refusalOf(release('v3.0.0'))).toEqual(burnt);
    const [tip] = await repo.log('main', 1);
    expect(await refusalOf(octokit.git.createRef({ ...target, ref: 'refs/tags/v3.0.0', sha: tip?.sha ?? '' }))).toEqual(
      burnt,
    );
  });

  it('writes notes from the merged pull requests', async () => {
    const pull = await repo.opensPullRequest('ana-d', { head: 'dev', base: 'main', title: 'A cart' });
    await repo.merges('lena-b', pull.number);
    const { data } = await octokit.repos.generateReleaseNotes({
      ...target,
      tag_name: 'v4.0.0',
      previous_tag_name: 'v1.0.0',
    });
    expect(data.body).toBe(
      `## What's Changed\n* A cart by @ana-d in ${github.url}/acme/shop/pull/${pull.number}\n\n**Full Changelog**: ${github.url}/acme/shop/compare/v1.0.0...v4.0.0`,
    );
  });
});
