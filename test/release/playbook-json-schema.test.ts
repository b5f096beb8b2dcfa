import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { playbookJsonSchema } from '../../src/release/playbook-json-schema.ts';

const written = readFileSync('playbooks/playbook.schema.json', 'utf8');

it('is written as the language is now (npm run playbook -- schema)', () => {
  expect(written).toBe(playbookJsonSchema());
});

it('accepts what Slipway ships, and refuses a misspelt key', () => {
  const validate = new Ajv2020({ strict: false, formats: { includes: true } }).compile(JSON.parse(written));
  const text = readFileSync('playbooks/backend-service.yml', 'utf8');
  expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
  expect(validate(parse(text.replace('of: pr', 'off: pr')))).toBe(false);
});
