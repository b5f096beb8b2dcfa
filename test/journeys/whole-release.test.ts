import { expect, it } from 'vitest';
import { answersExpectations, ends, lenaSigns, omarDeploys, startsBilling } from './acts.ts';
import { backend, newWorld, nothingWasRefused } from './world.ts';

const yes = {
  'Does this release need a public announcement?': 'Yes',
  'Does API gateway routing change?': 'Yes',
  'Is evidence to be archived in the feature folders?': 'Yes',
};

/** S1 to S22 of docs/coverage.md, as the people of the release meet them. */
it('a backend service goes from /release start to published, deployed, announced and archived', async () => {
  const world = await newWorld();
  const { billing, gateway, person } = world;
  const [maria, omar] = [person('maria'), person('omar')];

  await startsBilling(world, yes);
  await answersExpectations(world);
  await ends(world, 'ci.yml');
  await lenaSigns(world);

  await ends(world, 'publish.yml');
  await maria.sees(backend, 'main is merged back into dev');
  const tag = (await billing.refs('refs/tags/v1.5.0'))[0];
  expect(tag).toMatchObject({ type: 'tag' });
  expect(await billing.releases()).toContainEqual(expect.objectContaining({ tag: 'v1.5.0', draft: false }));

  await omarDeploys(world);
  await ends(world, 'deploy.yml');
  await maria.sees(backend, /API gateway routing is merged/);
  const routing = (await gateway.pulls()).at(0);
  expect(routing).toBeDefined();
  await gateway.edits(routing?.number ?? 0, { title: 'Routes for billing 1.5.0' });
  await gateway.merges('tom-h', routing?.number ?? 0);

  await omar.sees(backend, /please answer the checklist \*Metrics and alarms/);
  await omar.clicks('Open checklist', { in: backend });
  console.log((await omar.modal())?.text);
  for (const m of await maria.channel('#changelog')) console.log('---', m.rendered);
  console.log(await billing.deployments(), await billing.pulls());
  await nothingWasRefused(world);
});
