import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ends, omarDeploys } from '../journeys/acts.ts';
import { messagesWith } from '../journeys/sights.ts';
import { madeOnce, reachesPublishing } from '../journeys/stages.ts';
import { backend, type MovableWorld, newWorld, nothingWasRefused } from '../journeys/world.ts';
import { backUp } from './backup.ts';

/** `npm run verify` on the store of a Slipway; an embedded one is stopped for it, and started again. */
async function verified(world: MovableWorld): Promise<string> {
  const { databaseUrl, dataDir } = world.place();
  const store = databaseUrl === undefined ? { DATA_DIR: dataDir } : { DATABASE_URL: databaseUrl };
  const look = async () => (await promisify(execFile)(process.execPath, ['src/cli/verify.ts'], { env: store })).stdout;
  if (databaseUrl !== undefined) return await look();
  let said = '';
  await world.restart(async (place) => {
    said = await look();
    return place;
  });
  return said;
}

it('a release goes on from a backup that was made in its midst, on an empty queue, and makes nothing twice', async () => {
  const world = await newWorld();
  const { person } = world;
  const maria = person('maria');
  await reachesPublishing(world);
  const backup = await backUp(world);
  await world.restart(() => backup.restore());
  await backup.remove();

  await ends(world, 'publish.yml');
  await maria.sees(backend, 'main is merged back into dev');
  await omarDeploys(world);
  await ends(world, 'deploy.yml');
  await maria.sees(backend, /please answer the checklist \*Metrics and alarms/);

  await madeOnce(world);
  expect(await world.billing.deployments()).toHaveLength(1);
  expect(await messagesWith(world, / · Backend service/)).toHaveLength(1);
  expect(await verified(world)).toMatch(/^The log is intact: \d+ events, head [0-9a-f]{64}$/m);
  await nothingWasRefused(world);
});

it('what was made after the backup, and before the store was lost, is adopted; what people did since is asked of them again', async () => {
  const world = await newWorld();
  const { person } = world;
  const maria = person('maria');
  await reachesPublishing(world);
  const backup = await backUp(world);
  await ends(world, 'publish.yml');
  await maria.sees(backend, 'main is merged back into dev');
  await omarDeploys(world);
  await maria.until('the deployment', async () => (await world.billing.deployments())[0]);

  await world.restart(() => backup.restore());
  await backup.remove();
  const asks = () => messagesWith(world, /is ready for \*production\*: please deploy/);
  await maria.until('the deployment asked for again', async () => (await asks()).length === 2);
  await person('omar').clicks('Deploy 1.5.0 to production', { in: backend, confirm: true });
  await ends(world, 'deploy.yml');
  await maria.sees(backend, /please answer the checklist \*Metrics and alarms/);
  await madeOnce(world);
  expect(await world.billing.deployments()).toHaveLength(1);
  expect(await world.billing.runs({ workflow: 'deploy.yml' })).toHaveLength(1);
  expect(await verified(world)).toContain('The log is intact');
  await nothingWasRefused(world);
});
