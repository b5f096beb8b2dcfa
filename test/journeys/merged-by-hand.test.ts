import { expect, it } from 'vitest';
import { ends, lenaSigns } from './acts.ts';
import { card, messagesWith } from './sights.ts';
import { madeOnce, reachesSignOff } from './stages.ts';
import { backend, newWorld, nothingWasRefused, type World } from './world.ts';

/** Tom merges the release pull request on GitHub before anybody has signed it; Slipway notices. */
async function tomMerges(world: World): Promise<string> {
  const { billing, person } = world;
  const { number } = await reachesSignOff(world);
  await ends(world, 'ci.yml');
  const merge = await billing.merges('tom-h', number);
  await person('maria').sees(
    backend,
    `✅ Done by hand, and found: *Merge into main* · Pull request #${number} was merged on GitHub by tom-h as ${merge.slice(0, 7)}, before it was signed (Backend lead signs).`,
  );
  return merge;
}

it('what people did by hand is adopted and not repeated: merge, tag and release', async () => {
  const world = await newWorld();
  const { billing, person } = world;
  const [maria, omar] = [person('maria'), person('omar')];
  const merge = await tomMerges(world);
  const unsigned = '*Backend lead signs* · on @lena or @tom'; // the merge is no signature
  await maria.until('the card', async () => (await card(world)).includes(unsigned));
  expect(await billing.refs('refs/tags/v1.5.0')).toEqual([]);

  await billing.tags('tom-h', 'v1.5.0', merge, { annotated: 'by hand' });
  await lenaSigns(world);
  await maria.sees(
    backend,
    `✅ Done by hand, and found: *Tag v1.5.0* · v1.5.0 was made by Tom Hughes at ${merge.slice(0, 7)} already.`,
  );

  await maria.until('a run of publish.yml', async () => (await billing.runs({ workflow: 'publish.yml' }))[0]);
  await billing.publishesRelease('tom-h', { tag: 'v1.5.0', name: 'Billing 1.5', body: 'Written by Tom' });
  await ends(world, 'publish.yml');
  await maria.sees(
    backend,
    '✅ Done by hand, and found: *GitHub release* · Release v1.5.0 of tom-h is published on GitHub. It lacks release-record.json.',
  );
  await omar.sees(backend, 'Deploy 1.5.0 to production');
  await madeOnce(world);
  expect(await billing.releases()).toContainEqual(expect.objectContaining({ tag: 'v1.5.0', body: 'Written by Tom' }));
  expect(await billing.refs('refs/tags/v1.5.0')).toMatchObject([{ commit: merge }]);
  await nothingWasRefused(world);
});

it('a tag by hand at another commit stops the release, with both commits named, until it is gone', async () => {
  const world = await newWorld();
  const { billing, person } = world;
  const maria = person('maria');
  const merge = await tomMerges(world);
  const [other] = await billing.refs('refs/heads/dev');
  await billing.tags('tom-h', 'v1.5.0', other?.commit ?? '');
  await lenaSigns(world);
  await maria.sees(
    backend,
    `Tag v1.5.0 exists already and stands at ${other?.commit.slice(0, 7)}, but this release is at ${merge.slice(0, 7)}`,
  );
  expect(await billing.runs({ workflow: 'publish.yml' })).toEqual([]);
  expect((await billing.refs('refs/tags/v1.5.0'))[0]?.commit).toBe(other?.commit);

  await billing.deletesTag('tom-h', 'v1.5.0');
  await maria.clicks('Retry', { in: backend });
  await ends(world, 'publish.yml');
  await maria.sees(backend, 'Release v1.5.0 is published');
  expect(await billing.refs('refs/tags/v1.5.0')).toMatchObject([{ commit: merge, annotated: true }]);
  expect(await messagesWith(world, /^❌ Failed/)).toHaveLength(1);
  await madeOnce(world);
  await nothingWasRefused(world);
});
