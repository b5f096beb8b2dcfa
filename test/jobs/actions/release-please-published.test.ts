import { describe, expect, it, vi } from 'vitest';
import { minute, platformTrial, withOwnToken } from '../release-please/platform-trial.ts';

vi.setConfig({ testTimeout: 60_000 }); // git works behind the local GitHub

describe('after the merge', () => {
  it('waits for every tag and release, and leaves what later steps need', async () => {
    const { platform, merged, control } = await platformTrial();
    const { trial, sha, number } = await merged();
    expect((await trial.look('published')).reading?.sentence).toBe(
      `Release Please has yet to make tag v1.2.0 and its release and tag charts-v1.2.0 and its release of pull request #${number}.`,
    );
    await platform.finishes('release-please.yml', 'success');
    expect(await trial.look('published')).toMatchObject({
      status: 'done',
      done: {
        how: 'made',
        sentence: `v1.2.0 and charts-v1.2.0 stand at ${sha.slice(0, 7)} and are published on GitHub with notes.`,
      },
      facts: { tag: 'v1.2.0', sha, url: expect.stringContaining('v1.2.0'), at: expect.stringMatching(/^\d{4}-/) },
    });
    expect(await platform.refs('refs/tags/v1.2.0')).toHaveLength(1);
    expect((await control.calls({ method: 'POST' })).map(({ path }) => path)).toEqual([]); // Slipway made nothing
  });

  it('of a run that failed says so at once, and Retry starts the workflow, once', async () => {
    const { platform, merged, control } = await platformTrial();
    const { trial } = await merged();
    await platform.finishes('release-please.yml', 'failure');
    expect((await trial.look('published')).failure?.sentence).toBe('release-please.yml failed: job release-please.');
    await trial.retry('published');
    await control.fault({ kind: '502-after-write', method: 'POST', path: /dispatches$/ });
    await trial.look('published');
    await trial.look('published');
    trial.later(3 * minute);
    await trial.look('published');
    await platform.finishes('release-please.yml', 'success');
    expect(await trial.look('published')).toMatchObject({ status: 'done' });
    expect(await control.calls({ method: 'POST', path: /dispatches$/ })).toHaveLength(1);
  });

  it('one that stays pending fails in time, with what to do; a run that passes it over again is told too', async () => {
    const { platform, merged } = await platformTrial();
    const { trial, sha, number } = await merged();
    await platform.labels(number, []); // Release Please finds it by that no more
    await platform.finishes('release-please.yml', 'success');
    trial.later(29 * minute);
    expect((await trial.look('published')).reading).toMatchObject({ outcome: 'wait' });
    trial.later(2 * minute);
    expect((await trial.look('published')).failure).toMatchObject({
      sentence: `Pull request #${number} is merged as ${sha.slice(0, 7)}, and Release Please has not made tag v1.2.0 and its release and tag charts-v1.2.0 and its release in time.`,
      remedy: expect.stringMatching(
        /^Press Retry, and Slipway starts release-please\.yml again\. Or make .* by hand at \w{40}/,
      ),
    });
    await trial.retry('published');
    await trial.look('published');
    await platform.finishes('release-please.yml', 'success');
    expect((await trial.look('published')).failure?.sentence).toMatch(
      /^release-please\.yml succeeded again, and tag v1\.2\.0/,
    );
  });

  it('what a person made in its place is adopted, with a word on the label', async () => {
    const { platform, merged } = await platformTrial();
    const { trial, sha, number } = await merged();
    for (const tag of ['v1.2.0', 'charts-v1.2.0'])
      await platform.publishesRelease('tom-h', { tag, target: sha, body: 'Notes' });
    expect((await trial.look('published')).reading?.sentence).toMatch(/is still labelled autorelease: pending/);
    trial.later(3 * minute);
    expect(await trial.look('published')).toMatchObject({
      status: 'done',
      done: {
        how: 'adopted',
        sentence: expect.stringContaining(
          `Pull request #${number} is still labelled autorelease: pending: replace that`,
        ),
      },
    });
  });

  it('a tag that stands elsewhere stops it', async () => {
    const { platform, merged } = await platformTrial();
    const { trial } = await merged();
    await platform.tags('tom-h', 'charts-v1.2.0', 'v1.1.0');
    expect((await trial.look('published')).failure).toMatchObject({
      sentence: expect.stringMatching(
        /^Tag charts-v1\.2\.0 stands at \w{7}, but pull request #\d+ was merged as \w{7}\.$/,
      ),
      remedy: expect.stringContaining('delete the tag and press Retry'),
    });
  });

  it('says that GITHUB_TOKEN started nothing', async () => {
    const { platform, merged } = await platformTrial();
    await platform.pushes('omar-o', 'main', { '.github/workflows/release-please.yml': withOwnToken }, 'ci: own token');
    const { trial } = await merged({ tags: ['<tag>'] });
    await platform.finishes('release-please.yml', 'success');
    expect((await trial.look('published')).done?.sentence).toMatch(
      /made with GITHUB_TOKEN, for which GitHub starts no workflow/,
    );
    expect(await platform.runs({ workflow: 'release-images.yml' })).toEqual([]);
  });
});
