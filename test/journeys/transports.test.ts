import { expect, it } from 'vitest';
import { ends, lenaSigns } from './acts.ts';
import { messagesWith } from './sights.ts';
import { mergeOf, reachesSignOff } from './stages.ts';
import { backend, newWorld, nothingWasRefused } from './world.ts';

it('Slack reaches Slipway by HTTP, and a delivery that comes again does nothing', async () => {
  const world = await newWorld({ transport: 'http' });
  const { slack } = world;
  expect((await slack.overview()).transport).toBe('http');
  expect(await slack.verify()).toBe(true);
  const { number } = await reachesSignOff(world);
  await lenaSigns(world);
  const signed = (await slack.deliveries()).findLast(({ name }) => name === 'view_submission');
  await world.restart(); // another process, which has not seen it
  expect(await slack.replay(signed?.id ?? '')).toMatchObject({ ok: true });
  await ends(world, 'ci.yml');
  await mergeOf(world, number);
  expect(await messagesWith(world, '🖊️ Approved by @lena')).toHaveLength(1);
  await nothingWasRefused(world);
});

it('Slack reaches Slipway by a socket, which may be asked to reconnect at any time', async () => {
  const world = await newWorld({ transport: 'socket' });
  const { slack, person } = world;
  expect((await slack.overview()).transport).toBe('socket');
  await reachesSignOff(world);
  expect(await slack.disconnect()).toBeGreaterThan(0);
  await person('maria').until('another socket', async () => {
    const [{ sockets }, opened] = [await slack.overview(), await slack.calls('apps.connections.open')];
    return opened.length === 2 && sockets === 1;
  });
  await lenaSigns(world);
  await person('maria').sees(backend, '🖊️ Approved by @lena');
  await nothingWasRefused(world);
});
