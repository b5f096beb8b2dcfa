import { expect, it } from 'vitest';
import { ends } from './acts.ts';
import { card, messagesWith } from './sights.ts';
import { madeOnce, reachesPublishing } from './stages.ts';
import { backend, newWorld, nothingWasRefused, type World } from './world.ts';

const branch = 'slipway/merge-back-v1.5.0';

/** The pull request that brings main back, once Slipway has opened it. */
function broughtBackBy({ person, billing }: World) {
  return person('maria').until('a pull request into dev', async () =>
    (await billing.pulls()).find(({ base }) => base === 'dev'),
  );
}

async function tip({ billing }: World, of: string): Promise<string | undefined> {
  return (await billing.refs(`refs/heads/${of}`))[0]?.commit;
}

/** A person merges the pull request, and the release goes on to its deployment. */
async function mergedByPerson(world: World, number: number, main: string): Promise<void> {
  const { billing, person } = world;
  await billing.merges('ana-d', number);
  await person('maria').sees(backend, `main is back in dev by pull request #${number}.`);
  await person('omar').sees(backend, 'Deploy 1.5.0 to production');
  expect((await billing.log('dev', 30)).map(({ sha }) => sha)).toContain(main);
  expect((await billing.pulls('all')).filter(({ base, head }) => base === 'dev' && head === branch)).toHaveLength(1);
  await madeOnce(world);
}

it('a conflict is brought to people as a pull request from a branch of its own', async () => {
  const world = await newWorld();
  const { billing, person } = world;
  await reachesPublishing(world);
  const file = 'src/tax/lines.ts';
  const main = await billing.pushes('sara-s', 'main', { [file]: 'export const perLine = 1;\n' }, 'fix(tax): hot');
  const dev = await billing.pushes('ben-w', 'dev', { [file]: 'export const perLine = 2;\n' }, 'feat(tax): next');
  await ends(world, 'publish.yml');

  const pull = await broughtBackBy(world);
  expect(pull).toMatchObject({ head: branch, headSha: main, title: 'Merge main back into dev after billing 1.5.0' });
  const said = await person('maria').sees(backend, /^⏳ Waiting: \*main merged back into dev\*/);
  expect(said).toContain(
    `main conflicts with dev. Solve what stands in its way and merge pull request #${pull.number} into dev.`,
  );
  expect(said).toContain('@maria: a person has to see to it');
  expect([await tip(world, 'main'), await tip(world, 'dev')]).toEqual([main, dev]);
  expect(await messagesWith(world, 'Deploy 1.5.0 to production')).toEqual([]);

  await expect(billing.merges('ana-d', pull.number)).rejects.toThrow(/not mergeable|conflict/i);
  await billing.pushes('ana-d', branch, { [file]: 'export const perLine = 2;\n' }, 'fix(tax): the next one wins');
  await mergedByPerson(world, pull.number, main);
  await nothingWasRefused(world);
});

it('a dev that takes no merge is brought the same way, and says what it asks for', async () => {
  const world = await newWorld();
  const { billing, person } = world;
  await reachesPublishing(world);
  await billing.protects('dev', { requirePullRequest: true });
  await ends(world, 'publish.yml');

  const pull = await broughtBackBy(world);
  expect(pull).toMatchObject({ head: branch, headSha: await tip(world, 'main') });
  const said = /dev takes no merge without a pull request \(.+\)\. Solve what stands in its way/;
  await person('maria').until('the message that says it', async () => (await messagesWith(world, said)).at(-1));
  await person('maria').until('the card that says it', async () =>
    (await card(world)).includes(`merge pull request #${pull.number} into dev`),
  );
  await mergedByPerson(world, pull.number, pull.headSha);
  await nothingWasRefused(world);
});
