import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { carryOutWithdrawal } from '../../src/jobs/withdrawal.ts';
import { Outage, RefusedOutside } from '../../src/release/outside-errors.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { type LocalTrial, localGitHub, trialRelease } from './trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

interface Post {
  readonly channel: string;
  readonly key: string;
  readonly message: { readonly text: string };
}

/** A release whose tag is made, whose page is published and that was announced, and is withdrawn now. */
async function withdrawn(client: Partial<LocalTrial['client']> = {}, revertsTag = false, chartsAt = 'main') {
  const sha = await tip('main');
  const charts = chartsAt === 'main' ? sha : await tip(chartsAt);
  await local.billing.tags('maria-r', 'charts-v1.5.0', charts);
  await local.billing.publishesRelease('maria-r', { tag: 'charts-v1.5.0', name: 'charts 1.5.0', body: 'Charts' });
  await local.billing.tags('maria-r', 'v1.5.0', sha, { annotated: true });
  await local.billing.publishesRelease('maria-r', { tag: 'v1.5.0', name: 'billing 1.5.0', body: 'What changed' });
  const page = await pageNow();
  if (page === undefined) throw new Error('no release');
  const playbook = playbookSchema.parse({
    playbook: 'withdrawn',
    title: 'Withdrawn',
    withdraw: { 'revert-tag': revertsTag },
    roles: { 'release-manager': { title: 'Release manager', from: 'starter' } },
    stages: [
      {
        stage: 'All',
        steps: [
          { action: 'create-tag', at: 'x', as: 'tagged' },
          { action: 'publish-release', as: 'published' },
          { action: 'release-please', workflow: 'release-please.yml', to: 'main', as: 'pr' },
          { action: 'merge-pull-request', of: 'pr', as: 'merged' },
          {
            action: 'release-please-published',
            of: 'pr',
            tags: ['<tag>', 'charts-v<version>'],
            as: 'by-release-please',
          },
          { announce: 'changelog', say: 'Out', as: 'told' },
          { action: 'retrospective-issue', as: 'retro' },
        ],
      },
    ],
  });
  const step = { action: 'retrospective-issue' };
  const of = (facts: Readonly<Record<string, string>>) => ({ step, facts }); // those of the playbook above count
  const trial = await trialRelease(local.client, [step], {
    change: { playbook },
    done: {
      tagged: of({ tag: 'v1.5.0', sha }),
      published: of({ id: page.id, url: page.url }),
      pr: of({ number: '12', head: sha }),
      merged: of({ sha }),
      'by-release-please': of({ id: page.id, url: page.url, tag: 'v1.5.0', sha }),
      told: of({ channel: 'C-changelog', ts: '1.2', url: 'https://x' }),
    },
  });
  await trial.execute(trial.id, { type: 'Withdraw', by: 'U-maria', reason: 'Invoices are *lost* @ana-d' });
  const posts: Post[] = [];
  const ports = {
    execute: trial.execute,
    client: {
      ...local.client,
      async post(post: Post) {
        if (!posts.some(({ key }) => key === post.key)) posts.push(post);
        return { ts: '7.1' };
      },
      messageUrl: () => 'https://acme.slack.com/p71',
      ...client,
    },
  };
  return {
    sha,
    posts,
    carryOut: async (task: string) => await carryOutWithdrawal(ports, await trial.release(), task),
    outcomes: async () => (await trial.release()).withdrawn?.carriedOut,
  };
}

async function tip(branch: string): Promise<string> {
  const sha = await local.client.tipOfBranch('acme/billing', branch);
  if (sha === undefined) throw new Error(`no ${branch}`);
  return sha;
}

async function pageNow(of = 'v1.5.0') {
  return (await local.client.listReleases('acme/billing')).find(({ tag }) => tag === of);
}

describe('a withdrawn release', () => {
  it('is marked on GitHub with the reason, inert, and is a pre-release; once, also after a lost reply', async () => {
    let lost = true;
    const { carryOut, outcomes } = await withdrawn({
      async markRelease(...asked) {
        const marked = await local.client.markRelease(...asked);
        if (lost) throw new Outage('GitHub cannot be reached.');
        return marked;
      },
    });
    await expect(carryOut('release-page')).rejects.toThrow(Outage);
    lost = false;
    await carryOut('release-page');
    await carryOut('release-page');
    const page = await pageNow();
    expect(page).toMatchObject({ name: 'Withdrawn: billing 1.5.0', prerelease: true, draft: false });
    expect(page?.body).toMatch(
      /^> \[!CAUTION\]\n> \*\*Withdrawn:\*\* Invoices are \\\*lost\\\* @&#8203;ana-d\n\n<!-- Slipway-Release: billing-1\.5\.0-abc123\.withdrawn -->\n\nWhat changed$/,
    );
    expect(await outcomes()).toMatchObject({
      'release-page': { refused: false, sentence: 'The GitHub release v1.5.0 is marked as withdrawn.' },
    });
    expect(await local.control.refusals()).toEqual([]);
  });

  it('is marked as well where releases are immutable: name and text stay open there', async () => {
    await local.billing.immutableReleases(true);
    const { carryOut } = await withdrawn();
    await carryOut('release-page');
    expect(await pageNow()).toMatchObject({ name: 'Withdrawn: billing 1.5.0' });
  });

  it('has its channels told, once a channel', async () => {
    const { carryOut, posts, outcomes } = await withdrawn();
    await carryOut('announcement.told');
    await carryOut('announcement.told');
    expect(posts).toMatchObject([
      { channel: 'C-changelog', message: { text: 'billing 1.5.0 was withdrawn: do not use it.' } },
    ]);
    expect(JSON.stringify(posts)).toContain('Use v1.4.0 until a new version is announced.');
    expect(await outcomes()).toMatchObject({
      'announcement.told': { refused: false, link: 'https://acme.slack.com/p71' },
    });
  });

  it('has its tag deleted where the playbook says so; then GitHub makes its page a draft', async () => {
    const { carryOut, outcomes } = await withdrawn({}, true);
    await carryOut('release-page');
    await carryOut('announcement.told');
    await carryOut('tag');
    await carryOut('tag');
    expect(await local.client.commitOfRef('acme/billing', 'tags/v1.5.0')).toBeUndefined();
    expect(await pageNow()).toMatchObject({ draft: true, name: 'Withdrawn: billing 1.5.0' });
    expect(await outcomes()).toMatchObject({ tag: { refused: false, sentence: 'The tag v1.5.0 is deleted.' } });
  });

  it('has the tag beside its own taken back as well, with its page; each once', async () => {
    const { carryOut, outcomes } = await withdrawn({}, true);
    const all = ['release-page', 'release-page.charts-v1.5.0', 'announcement.told', 'tag', 'tag.charts-v1.5.0'];
    for (const task of [...all, ...all]) await carryOut(task);
    for (const tag of ['v1.5.0', 'charts-v1.5.0'])
      expect(await local.client.commitOfRef('acme/billing', `tags/${tag}`)).toBeUndefined();
    expect(await pageNow('charts-v1.5.0')).toMatchObject({ draft: true, name: 'Withdrawn: charts 1.5.0' });
    expect((await pageNow('charts-v1.5.0'))?.body.match(/Withdrawn:/g)).toHaveLength(1);
    expect(await outcomes()).toMatchObject({
      'release-page': { sentence: 'The GitHub release v1.5.0 is marked as withdrawn.' },
      'release-page.charts-v1.5.0': { sentence: 'The GitHub release charts-v1.5.0 is marked as withdrawn.' },
      tag: { refused: false, sentence: 'The tag v1.5.0 is deleted.' },
      'tag.charts-v1.5.0': { refused: false, sentence: 'The tag charts-v1.5.0 is deleted.' },
    });
  });

  it('leaves the tag beside its own alone, and its page, where it stands at another commit', async () => {
    const { carryOut, outcomes } = await withdrawn({}, true, 'dev');
    for (const task of ['release-page.charts-v1.5.0', 'tag.charts-v1.5.0']) await carryOut(task);
    expect(await local.client.commitOfRef('acme/billing', 'tags/charts-v1.5.0')).toBe(await tip('dev'));
    expect(await pageNow('charts-v1.5.0')).toMatchObject({ name: 'charts 1.5.0', prerelease: false });
    const left = {
      refused: true,
      sentence: expect.stringMatching(/^The tag charts-v1\.5\.0 stands at .*left alone\.$/),
    };
    expect(await outcomes()).toMatchObject({ 'release-page.charts-v1.5.0': left, 'tag.charts-v1.5.0': left });
  });

  it('keeps a tag that stands where this release did not make it', async () => {
    const { carryOut, outcomes } = await withdrawn({}, true);
    const other = await tip('dev');
    await local.billing.deletesTag('maria-r', 'v1.5.0');
    await local.billing.tags('maria-r', 'v1.5.0', other);
    await carryOut('tag');
    expect(await local.client.commitOfRef('acme/billing', 'tags/v1.5.0')).toBe(other);
    expect(await outcomes()).toMatchObject({
      tag: { refused: true, sentence: expect.stringMatching(/^The tag v1\.5\.0 stands at .*left alone\.$/) },
    });
  });

  it.each([
    [
      'a ruleset',
      async () =>
        await local.billing.ruleset({ name: 'tags', target: 'tag', include: ['~ALL'], rules: [{ type: 'deletion' }] }),
    ],
    ['an immutable release', async () => await local.billing.immutableReleases(true)],
  ])('keeps its tag where %s does not let it go, and that is told', async (_, forbid) => {
    await forbid();
    const { carryOut, sha, outcomes } = await withdrawn({}, true);
    await carryOut('tag');
    expect(await local.client.commitOfRef('acme/billing', 'tags/v1.5.0')).toBe(sha);
    expect(await outcomes()).toMatchObject({
      tag: {
        refused: true,
        sentence: expect.stringMatching(/^GitHub does not let the tag v1\.5\.0 be deleted, so it stays: .*\.$/),
      },
    });
  });

  it('tells what GitHub or Slack refuse for good, with what to do', async () => {
    const { carryOut, outcomes } = await withdrawn({
      async markRelease(): Promise<never> {
        throw new RefusedOutside('GitHub refused: Not allowed', 'Grant it contents: write, then press Retry.', '403');
      },
    });
    await carryOut('release-page');
    expect(await outcomes()).toMatchObject({
      'release-page': {
        refused: true,
        sentence: 'GitHub refused: Not allowed. Grant it contents: write. Then do it by hand.',
      },
    });
  });
});
