import { expect, it } from 'vitest';
import { ends, lenaSigns } from './acts.ts';
import { card, releaseRecord, toldAlone } from './sights.ts';
import { madeOnce, reachesSignOff } from './stages.ts';
import { backend, newWorld, nothingWasRefused } from './world.ts';

const evidence = 'https://packages.acme.example/billing/1.5.0';
const what = 'What was done, and where can that be seen?';

it('artifacts that a person published by hand count with their evidence, by name', async () => {
  const world = await newWorld();
  const { billing, person } = world;
  const [maria, omar] = [person('maria'), person('omar')];
  await billing.pushes('kenji-q', 'dev', { '.github/workflows/publish.yml': null }, 'ci: published elsewhere');
  await reachesSignOff(world);
  await ends(world, 'ci.yml');
  await lenaSigns(world);
  const failed = await maria.sees(backend, /^❌ Failed: \*Artifacts published\*/);
  expect(failed).toContain('acme/billing has no workflow publish.yml.');

  expect(await toldAlone(omar, backend, () => omar.types(backend, '/release done-outside'))).toBe(
    'Only those who run this release may do that. Ask @maria.',
  );
  await maria.clicks('Done outside…', { in: backend });
  await maria.sees('modal', 'Your name and the evidence go into the record.');
  expect((await maria.submits()).errors).toEqual({ [what]: 'Please complete this required field.' });
  await maria.fills({ [what]: '   ' });
  expect((await maria.submits()).errors).toEqual({ [what]: 'Say what was done and where that can be seen.' });
  await maria.fills({ [what]: evidence });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees(backend, '✋ Done outside by @maria: *Artifacts published*');

  await omar.sees(backend, 'Deploy 1.5.0 to production');
  await maria.until('a card that runs', async () => (await card(world)).includes('🟢 Running'));
  await madeOnce(world, { publishRuns: 0 });
  await maria.clicks('Details', { in: backend });
  const details = await maria.sees('modal', '✋ Done outside: *Artifacts published*');
  expect(details).toContain(evidence);
  expect((await releaseRecord(world, 'v1.5.0')).steps).toContainEqual({
    id: 'artifacts',
    how: 'outside',
    by: { slack: 'U0MARIA', github: 'maria-r' },
    result: evidence,
  });
  await nothingWasRefused(world);
});
