import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { recordRelease } from '../../demo/record/record-release.ts';
import { startDemo } from './rig/start-demo.ts';

const shown = path.join(import.meta.dirname, '../../docs/screenshots');
const demo = await startDemo();
const folder = await mkdtemp(path.join(tmpdir(), 'pictures-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

it('the pictures of the docs show what is to be read on the page today', async () => {
  await recordRelease(demo, folder);
  const names = (await readdir(shown)).sort();
  expect((await readdir(folder)).sort()).toEqual(names);
  const texts = names.filter((name) => name.endsWith('.txt'));
  expect(texts.length).toBeGreaterThan(8);
  for (const name of texts) {
    const now = await readFile(path.join(folder, name), 'utf8');
    const then = await readFile(path.join(shown, name), 'utf8');
    expect(now, `${name} differs: npm run demo -- --record docs/screenshots takes the pictures anew`).toBe(then);
  }
});
