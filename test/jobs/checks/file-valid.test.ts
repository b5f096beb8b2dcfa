import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileSchema } from '../../../src/adapters/json-schema/compile-schema.ts';
import { schemasIn } from '../../../src/adapters/json-schema/schemas.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

let local: LocalTrial;
beforeAll(async () => {
  local = await localGitHub();
});
afterAll(() => local.server.stop());

const write = (files: Readonly<Record<string, string>>) =>
  local.billing.pushes('ana-d', 'dev', { ...files }, 'chore: configuration');

/** How the check reads a file that holds this text, by a schema if one is given. */
async function looks(file: string, text: string, schema?: unknown, ref = 'dev') {
  const at = 'schemas/it.json';
  const written = typeof schema === 'string' ? schema : JSON.stringify(schema);
  await write({ [file]: text, ...(schema === undefined ? {} : { [at]: written }) });
  const step = { check: 'file-valid', file, ref, as: 'it', ...(schema === undefined ? {} : { schema: at }) };
  const trial = await trialRelease(local.client, [step]);
  return await trial.look('it');
}
const said = async (...given: Parameters<typeof looks>) => {
  const { outcome, sentence } = (await looks(...given)).reading ?? {};
  return `${outcome}: ${sentence}`;
};

const deployment = {
  type: 'object',
  properties: {
    image: { type: 'object', required: ['tag'] },
    replicas: { type: 'integer', minimum: 1 },
    stage: { enum: ['live', 'trial'] },
  },
  additionalProperties: false,
};

describe('file-valid reads a file', () => {
  it('as JSON or YAML, by its ending', async () => {
    expect(await looks('a.json', '{"a":1}')).toMatchObject({
      status: 'done',
      done: { sentence: 'a.json on dev is valid JSON.', link: expect.stringContaining('a.json') },
    });
    expect((await looks('a.yml', 'a: 1\n')).done?.sentence).toBe('a.yml on dev is valid YAML.');
    expect(await said('b.json', '{"a":}')).toMatch(/^fail: b\.json is not JSON: .+\. Correct it there\.$/);
    expect(await said('b.yaml', 'a: 1\na: 2\n')).toBe(
      'fail: b.yaml is not YAML, line 2, column 1: This key was given already. Keep one of them.',
    );
    expect(await said('c.yml', ' \n')).toBe('fail: c.yml is empty. Fill it in.');
    expect(await said('d.yml', '['.repeat(100_000))).toMatch(/^fail: d\.yml is/);
  });

  it('that must be there, be text and be of a size', async () => {
    const trial = await trialRelease(local.client, [{ check: 'file-valid', file: 'gone.json', ref: 'dev', as: 'it' }]);
    expect((await trial.look('it')).reading).toMatchObject({
      outcome: 'fail',
      sentence: 'gone.json is not on dev. Add it.',
    });
    expect(await said('a.json', '{}', undefined, 'gone')).toBe('fail: acme/billing has no branch or tag gone.');
    expect(await said('large.json', JSON.stringify('x'.repeat(1024 * 1024)))).toMatch(
      /^unavailable: large\.json on dev is larger than 1 MB/,
    );
  });
});

describe('file-valid holds a file to a schema', () => {
  it('passes one that does', async () =>
    expect((await looks('live.yml', 'image: { tag: v1 }\nreplicas: 2\n', deployment)).done?.sentence).toBe(
      'live.yml on dev is valid YAML and holds to schemas/it.json.',
    ));

  it('says what is wrong, and where', async () => {
    expect(await said('live.yml', 'image: {}\nreplicas: none\nstage: x\nother: 1\n', deployment)).toBe(
      'fail: live.yml on dev does not hold to schemas/it.json: the file has “other”, which the schema does not know, image lacks “tag”, replicas must be integer and 1 more. Correct the file, or the schema.',
    );
    expect(await said('live.json', '{"stage":"x"}', deployment)).toContain('stage must be one of "live","trial".');
    const inherited = { type: 'object', required: ['toString'] };
    expect(await said('live.json', '{}', inherited)).toContain('the file lacks “toString”');
  });

  it('in the draft that it says', async () => {
    const pairs = (draft: string) => ({ $schema: draft, type: 'array', items: [{ type: 'string' }] });
    expect(await said('pairs.json', '[1]', pairs('http://json-schema.org/draft-07/schema#'))).toContain(
      '0 must be string',
    );
    expect(await said('pairs.json', '[1]', pairs('http://json-schema.org/draft-04/schema#'))).toContain(
      'unavailable: The schema schemas/it.json on dev says “$schema”: "http://json-schema.org/draft-04/schema#", and Slipway reads draft-07, 2019-09 and 2020-12.',
    );
  });

  it.each([
    ['date', '2026-02-28', '2026-02-30'],
    ['date-time', '2026-02-28T09:00:00+09:00', '2026-02-28 09:00'],
    ['uri', 'https://example.com/a', 'example.com'],
    ['email', 'ana@example.com', 'ana'],
  ])('knows the format %s', async (format, right, wrong) => {
    const schema = { type: 'string', format };
    expect((await looks('f.json', JSON.stringify(right), schema)).status).toBe('done');
    expect(await said('f.json', JSON.stringify(wrong), schema)).toContain(`must match format "${format}"`);
  });
});

describe('a schema that cannot be used passes nothing', () => {
  const unusable = (schema: unknown) => said('it.json', '{}', schema);

  it.each([
    ['an unknown format', { properties: { a: { format: 'semver' } } }, 'asks for the format semver, and Slipway knows'],
    [
      'one elsewhere',
      { $ref: 'https://example.com/schema.json' },
      'refers to https://example.com/schema.json, which is not in it, and Slipway fetches no schema from elsewhere.',
    ],
    ['no schema', { type: 'nothing' }, 'is no schema that can be used'],
    ['a pattern that is none', { pattern: '(' }, 'is no schema that can be used'],
    ['an asynchronous one', { $async: true }, 'says “$async”'],
    ['a list', [], 'is not a map'],
  ])('%s', async (_, schema, because) => {
    expect(await unusable(schema)).toContain('unavailable: The schema schemas/it.json on dev');
    expect(await unusable(schema)).toContain(because);
  });

  it('one that is no JSON, too large or missing', async () => {
    expect(await unusable('{')).toMatch(/^unavailable: The schema schemas\/it\.json is not JSON/);
    expect(await unusable({ description: 'x'.repeat(256 * 1024) })).toContain('is larger than 256 KB');
    const step = { check: 'file-valid', file: 'README.json', ref: 'dev', schema: 'no.json', as: 'it' };
    await write({ 'README.json': '{}' });
    const trial = await trialRelease(local.client, [step]);
    expect((await trial.look('it')).reading?.sentence).toBe('no.json is not on dev. Add it.');
  });

  it('one nested so deeply that it cannot be compiled', async () =>
    expect(await unusable(`${'{"not":'.repeat(8_000)}{}${'}'.repeat(8_000)}`)).toMatch(/^unavailable: /));

  it('quotes in it are text, not code', () => {
    const name = `'];globalThis.ran=1;//"\`\${globalThis.ran=1}`;
    const compiled = compileSchema({ $id: name, properties: { [name]: { const: name } }, required: [name] });
    if (compiled.kind === 'unusable') throw new Error(compiled.because);
    expect(compiled.validate({ [name]: 'y' })).toBe(false);
    expect(Reflect.get(globalThis, 'ran')).toBeUndefined();
  });

  it('one that refers to itself, and a file without a bottom, are too much', async () => {
    expect(await said('it.json', '{}', { allOf: [{ $ref: '#' }] })).toMatch(
      /^unavailable: Judging it\.json by schemas\/it\.json takes more time or memory/,
    );
    expect(await said('it.json', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, { type: 'array' })).toMatch(
      /^unavailable: Judging it\.json/,
    );
  });

  it('a pattern that would go on for ever is ended, and is no pass', async () => {
    await write({ 'long.json': JSON.stringify(`${'a'.repeat(60)}!`), 'schemas/it.json': '{"pattern":"^(a+)+$"}' });
    const trial = await trialRelease({ ...local.client, ...schemasIn({ ms: 500 }) }, [
      { check: 'file-valid', file: 'long.json', ref: 'dev', schema: 'schemas/it.json', as: 'it' },
    ]);
    expect((await trial.look('it')).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('takes more time or memory than Slipway gives to it'),
    });
  });
});
