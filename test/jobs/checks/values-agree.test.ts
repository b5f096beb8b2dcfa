import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atDotted } from '../../../src/jobs/checks/dotted-path.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

let local: LocalTrial;
beforeAll(async () => {
  local = await localGitHub();
  await write({ 'package.json': '{"version":"1.5.0"}', 'chart.yml': 'images:\n  - { tag: v1.4.0, port: 80 }\n' });
});
afterAll(() => local.server.stop());

const write = (files: Readonly<Record<string, string>>) =>
  local.billing.pushes('ana-d', 'dev', { ...files }, 'chore: versions');
const version = { file: 'package.json', at: 'version' };
const tag = { file: 'chart.yml', at: 'images.0.tag' };
async function look(files: readonly Readonly<Record<string, string>>[], say = '<version>', ref = 'dev') {
  const trial = await trialRelease(local.client, [{ check: 'values-agree', files, ref, say, as: 'it' }]);
  return await trial.look('it');
}

describe('a dotted path', () => {
  const value = { a: { b: [{ c: 1 }, null] }, 'x.y': { 'z.z': 2 }, x: { q: 3 } };
  it.each([
    ['a.b.0.c', [1]],
    ['a.b.1', [null]],
    ['x.y.z.z', [2]],
    ['x.q', [3]],
    ['a.b.2', []],
    ['a.b.length', []],
    ['a.constructor', []],
    ['a.b.0.c.d', []],
  ])('%s', (path, found) => expect(atDotted(value, path)).toEqual(found));
});

describe('values-agree', () => {
  it('passes where all are the value, as text or number', async () => {
    expect(await look([version])).toMatchObject({
      status: 'done',
      done: { sentence: 'version in package.json is 1.5.0 on dev.', link: expect.stringContaining('package.json') },
    });
    expect((await look([{ file: 'chart.yml', at: 'images.0.port' }, tag], '80')).reading?.sentence).toContain(
      '1 of 2 values on dev is not 80: images.0.tag in chart.yml is "v1.4.0".',
    );
    expect((await look([{ file: 'chart.yml', at: 'images.0.port' }], '80')).status).toBe('done');
  });

  it('says which differ, and what stands there', async () => {
    expect(
      (await look([version, tag, { file: 'chart.yml', at: 'images' }, { file: 'package.json', at: 'v' }])).reading,
    ).toMatchObject({
      outcome: 'fail',
      sentence:
        '3 of 4 values on dev are not 1.5.0: images.0.tag in chart.yml is "v1.4.0", images in chart.yml is a list and package.json has no v. Correct them there.',
      link: expect.stringContaining('chart.yml'),
    });
    await write({ 'chart.yml': 'images:\n  - { tag: v1.5.0 }\n' });
    expect((await look([tag], '<tag>')).done?.sentence).toBe('images.0.tag in chart.yml is v1.5.0 on dev.');
    await write({ 'chart.yml': 'images:\n  - { tag: 1.5.0 }\nnone:\n' });
    expect((await look([version, tag])).done?.sentence).toBe('All 2 values are 1.5.0 on dev.');
    expect((await look([{ file: 'chart.yml', at: 'none' }])).reading?.sentence).toContain(
      'none in chart.yml is nothing',
    );
  });

  it('fails on a file that is missing or broken, beside what differs', async () => {
    await write({ 'broken.json': '{' });
    const missing = { file: 'gone.json', at: 'a' };
    expect((await look([version, missing])).reading).toMatchObject({
      outcome: 'fail',
      sentence: 'gone.json is not on dev. Add it.',
    });
    expect((await look([missing, { file: 'broken.json', at: 'a' }, { ...version, at: 'no' }])).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringMatching(
        /^1 of 3 values on dev is not 1\.5\.0: package\.json has no no\. Correct it there\. gone\.json is not on dev\. Add it\. broken\.json is not JSON/,
      ),
    });
    expect((await look([version], '1.5.0', 'gone')).reading?.sentence).toBe('acme/billing has no branch or tag gone.');
  });

  it('is unavailable where a file is too large to be read', async () => {
    await write({ 'large.json': JSON.stringify({ a: 'x'.repeat(1024 * 1024) }) });
    expect((await look([version, { file: 'large.json', at: 'a' }])).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('large.json on dev is larger than 1 MB'),
    });
    expect((await look([tag, { file: 'large.json', at: 'a' }], 'x')).reading?.outcome).toBe('fail');
    expect(await local.control.refusals()).toEqual([]);
  });
});
