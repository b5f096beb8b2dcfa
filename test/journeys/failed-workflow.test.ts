import { expect, it } from 'vitest';
import { ends, lenaSigns, runOf } from './acts.ts';
import { card, messagesWith } from './sights.ts';
import { madeOnce, mergeOf, reachesSignOff } from './stages.ts';
import { backend, newWorld, nothingWasRefused, type World } from './world.ts';

/** CI of the release pull request fails, is told with what failed, and a push mends it. */
async function ciFailsAndIsMended(world: World): Promise<string> {
  const { billing, person } = world;
  const maria = person('maria');
  await ends(world, 'ci.yml', 'failure');
  const red = await maria.sees(backend, /^🔴 Red: \*CI of the pull request\*/);
  expect(red).toMatch(/1 check failed on \w{7}: ci \(failure\)\. Mend it and push/);
  expect(red).toContain('@maria: it has to be mended');
  await maria.until('a card that goes on', async () => (await card(world)).includes('🟢 Running'));

  const head = await billing.pushes('ben-w', 'dev', { 'src/tax/round.ts': '// to even\n' }, 'fix(tax): round again');
  await maria.sees(backend, `to \`${head.slice(0, 7)}\``);
  await ends(world, 'ci.yml');
  await maria.until('the second ask', async () => (await messagesWith(world, 'and sign: *Backend lead signs*'))[1]);
  await lenaSigns(world);
  expect(await messagesWith(world, /^🔴 Red/)).toHaveLength(1);
  return head;
}

/** publish.yml fails: the release pauses, and says with which run. */
async function publishingFails(world: World) {
  const { billing, person } = world;
  const maria = person('maria');
  const run = await runOf(world, 'publish.yml');
  await billing.finishes(run.id, 'failure');
  const failed = await maria.sees(backend, /^❌ Failed: \*Artifacts published\*/);
  expect(failed).toContain('publish.yml failed: job publish.');
  expect(failed).toContain(`/actions/runs/${run.id}`);
  expect(failed).toContain('@maria can retry it, say that it was done outside, or cancel.');
  await maria.until('a paused card', async () => (await card(world)).includes('⏸️ Paused'));
  expect(await billing.releases()).not.toContainEqual(expect.objectContaining({ tag: 'v1.5.0' }));
  return run;
}

it('a red CI is mended by a push; a failed publish.yml pauses, and Retry starts another run at the same tag', async () => {
  const world = await newWorld();
  const { billing, person } = world;
  const maria = person('maria');
  const { number } = await reachesSignOff(world);
  const head = await ciFailsAndIsMended(world);
  expect((await mergeOf(world, number)).parents[1]).toBe(head);
  const first = await publishingFails(world);

  const later = await billing.pushes('sara-s', 'main', { 'docs/closing.md': 'later' }, 'docs: after the merge');
  await maria.clicks('Retry', { in: backend });
  await maria.sees(backend, '🔁 Retried by @maria: *Artifacts published*');
  const second = await runOf(world, 'publish.yml');
  const [tag] = await billing.refs('refs/tags/v1.5.0');
  expect(second.id).not.toBe(first.id);
  expect([first.sha, second.sha]).toEqual([tag?.commit, tag?.commit]);
  expect(second.sha).not.toBe(later);
  await billing.finishes(second.id, 'success');

  await person('omar').sees(backend, 'Deploy 1.5.0 to production');
  await madeOnce(world, { publishRuns: 2 });
  expect(await messagesWith(world, 'Release v1.5.0 is published')).toHaveLength(1);
  expect((await billing.log('dev', 20)).map(({ sha }) => sha)).toContain(later);
  await nothingWasRefused(world);
});
