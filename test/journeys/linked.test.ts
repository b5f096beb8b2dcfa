import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ends, lenaSigns } from './acts.ts';
import { mergeOf, reachesSignOff } from './stages.ts';
import { backend, newWorld, nothingWasRefused } from './world.ts';

/** The project's slipway.yml, in which nobody knows lena on GitHub. */
async function withoutLena(): Promise<string> {
  const text = await readFile('slipway.yml', 'utf8');
  expect(text).toContain('U0LENA: { github: lena-b }');
  const folder = await mkdtemp(join(tmpdir(), 'slipway-linked-'));
  afterAll(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'slipway.yml'), text.replace('  U0LENA: { github: lena-b }\n', ''));
  return join(folder, 'slipway.yml');
}

it('a lead whom nobody knows on GitHub links herself from the refusal, over a restart, and signs the running release', async () => {
  const world = await newWorld({ environment: { SLIPWAY_CONFIG: await withoutLena() } });
  const { billing, github, person } = world;
  const lena = person('lena');
  await github.deviceFlow(true, 1);
  const { number } = await reachesSignOff(world);

  await lena.clicks('Review and sign', { in: backend });
  await lena.sees(backend, 'Slipway does not know who you are on GitHub');
  await lena.clicks('Link my GitHub account', { in: backend });
  const shown = await lena.sees('modal', 'good until');
  const code = /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(shown)?.[0] ?? '';
  await world.restart();
  await github.enterCode('lena-b', code);
  await lena.sees('modal', 'You are *lena-b* on GitHub');
  await lena.closes();

  await ends(world, 'ci.yml');
  await lenaSigns(world);
  expect((await mergeOf(world, number)).message).toContain('Slipway-Release');
  expect((await billing.pull(number)).merged).not.toBeNull();
  await nothingWasRefused(world);
});

it('an author who links is barred from signing the running release at once', async () => {
  const world = await newWorld({ environment: { SLIPWAY_CONFIG: await withoutLena() } });
  const { billing, github, person } = world;
  const lena = person('lena');
  await github.deviceFlow(true, 1);
  await billing.pushes('lena-b', 'dev', { 'src/lena.ts': 'export {};' }, 'feat: by lena');
  await reachesSignOff(world);

  await lena.types(backend, '/release link');
  const shown = await lena.sees('modal', 'good until');
  await github.enterCode('lena-b', /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(shown)?.[0] ?? '');
  await lena.sees('modal', 'You are *lena-b* on GitHub');
  await lena.closes();
  await lena.clicks('Review and sign', { in: backend });
  await lena.sees(backend, 'You wrote part of these changes (as lena-b on GitHub)');
});
