import { expect, it } from 'vitest';
import { answersExpectations, ends, startsBilling } from './acts.ts';
import { backend, newWorld, nothingWasRefused } from './world.ts';

it('commits that nobody signed and somebody merged by hand in a pause are signed before anything is tagged', async () => {
  const world = await newWorld();
  const { billing, person } = world;
  const [maria, lena, tom] = [person('maria'), person('lena'), person('tom')];
  await startsBilling(world);
  await answersExpectations(world);
  await ends(world, 'ci.yml');
  await lena.sees(backend, 'and sign: *Backend lead signs*');

  await maria.types(backend, '/release pause incident');
  await maria.sees(backend, /Paused/);
  await billing.pushes('lena-b', 'dev', { 'late.ts': 'late' }, 'feat: late');
  const release = (await billing.pulls()).find((p) => p.title === 'Release billing 1.5.0');
  await billing.merges('ben-w', release?.number ?? 0);
  await maria.types(backend, '/release resume');

  await maria.sees(backend, /merged on GitHub by ben-w/);
  await lena.sees(backend, /It is asked again/);
  await lena.clicks('Review and sign', { in: backend });
  await lena.sees(backend, /You wrote part of these changes \(as lena-b on GitHub\)/); // her late commit made her an author
  expect(await billing.refs('refs/tags/v1.5.0')).toEqual([]);
  await tom.clicks('Review and sign', { in: backend });
  await tom.sees('modal', 'feat: late');
  await nothingWasRefused(world);
});
