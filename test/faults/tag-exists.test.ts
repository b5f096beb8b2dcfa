import { afterEach, expect, it } from 'vitest';
import { ends, lenaSigns } from '../journeys/acts.ts';
import { messagesWith } from '../journeys/sights.ts';
import { mergeOf, reachesSignOff } from '../journeys/stages.ts';
import { backend, nothingWasRefused } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';

let fleet: Fleet | undefined;
afterEach(() => fleet?.dispose());

/** Slipway has looked for the tag in vain and is about to make it: then somebody else makes it. */
async function tagsInBetween(target: (merge: string, signed: string) => string) {
  const world = await startFleet({ store: storeKind });
  fleet = world;
  const { billing } = world;
  const { number, headSha } = await reachesSignOff(world);
  await ends(world, 'ci.yml');
  const [asked, tagged] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  world.fate(({ what }) => {
    if (what !== 'POST /repos/acme/billing/git/refs') return { kind: 'none' };
    asked.resolve();
    return { kind: 'until', done: tagged.promise };
  });
  await lenaSigns(world);
  const merge = await mergeOf(world, number);
  await asked.promise;
  const at = target(merge.sha, headSha);
  await billing.tags('tom-h', 'v1.5.0', at, { annotated: true });
  tagged.resolve();
  world.fate();
  return { world, merge: merge.sha, at };
}

it('a tag that somebody made at our commit in the meantime is adopted, and the release goes on', async () => {
  const { world, merge } = await tagsInBetween((sha) => sha);
  const { billing, person } = world;
  await person('maria').sees(backend, new RegExp(`v1\\.5\\.0 was made by .+ at ${merge.slice(0, 7)} already`));
  await ends(world, 'publish.yml');
  await person('omar').sees(backend, 'Deploy 1.5.0 to production');
  expect(await billing.refs('refs/tags/v1.5.0')).toMatchObject([{ commit: merge, annotated: true }]);
  await nothingWasRefused(world);
});

it('a tag at another commit stops the release, which names both and never moves it; once it is gone, Retry makes ours', async () => {
  const { world, merge, at } = await tagsInBetween((_, signed) => signed);
  const { billing, github, person } = world;
  const maria = person('maria');
  const stands = `Tag v1.5.0 exists already and stands at ${at.slice(0, 7)}, but this release is at ${merge.slice(0, 7)}.`;
  const failed = await maria.sees(backend, /^❌ Failed: \*Tag v1\.5\.0\*/);
  expect(failed).toContain(stands);
  expect(failed).toContain(`Find out who tagged ${at.slice(0, 7)}`);

  // A Retry while it still stands there looks, says the same again, and writes nothing.
  const writes = async () =>
    (await github.calls({ path: /\/git\/(tags|refs)/ })).filter(({ method }) => method !== 'GET');
  const before = await writes();
  await maria.clicks('Retry', { in: backend });
  await maria.until('the same again', async () => (await messagesWith(world, /^❌ Failed: \*Tag v1\.5\.0\*/))[1]);
  expect(await writes()).toEqual(before);
  expect(await billing.refs('refs/tags/v1.5.0')).toMatchObject([{ commit: at }]);
  expect(await billing.runs({ workflow: 'publish.yml' })).toEqual([]);

  await billing.deletesTag('tom-h', 'v1.5.0');
  await maria.clicks('Retry', { in: backend });
  await maria.sees(backend, `v1.5.0 stands at ${merge.slice(0, 7)}`);
  expect(await billing.refs('refs/tags/v1.5.0')).toMatchObject([{ commit: merge, annotated: true }]);
  await nothingWasRefused(world);
});
