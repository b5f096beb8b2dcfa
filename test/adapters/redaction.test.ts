import { describe, expect, it } from 'vitest';
import { redaction } from '../../src/adapters/redaction.ts';

const redacted = redaction([]);
const written = (line: object): string => redacted(JSON.stringify({ ...line, msg: 'x' }));

/** What the shapes begin with: each could be the beginning of a secret, and none is one. */
const beginnings = [
  ...[
    'a',
    'a.',
    '1',
    '-',
    '_',
    ' ',
    '\\',
    '\\"',
    '"',
    '":',
    'a:',
    'a:a@',
    '://',
    'a://',
    'a://a:',
    'redis://',
    '?token=',
  ],
  ...['eyJ', 'eyJ01234567890.', 'xoxb-', 'xoxb-xoxb', 'ghp_', 'github_pat_', 'AKIA', 'sk_live_', 'npm_', 'AIza'],
  ...['-----BEGIN ', '-----BEGIN PRIVATE KEY', '-----BEGIN PRIVATE KEY-----', 'hooks.slack', 'https://hooks.slack'],
  ...[
    'authorization',
    'authorization:',
    'bearer ',
    'token',
    '"token',
    '"token" ',
    '"token":',
    '"token":"',
    '"a_token":[',
  ],
];

describe('a megabyte of what could begin a secret', () => {
  it.each(beginnings)('%j, over and over, is written', { timeout: 120_000 }, (beginning) => {
    const run = beginning.repeat(Math.ceil(1_000_000 / beginning.length));
    expect(written({ run, text: JSON.stringify({ run }) })).toContain('"msg":"x"');
  });

  it.each(['"token":', '"token":[', '"token"', 'authorization:', 'bearer', 'https://'])(
    '%j and then nothing but spaces, quotes, letters or backslashes is written',
    { timeout: 120_000 },
    (beginning) => {
      for (const rest of [' ', '"', 'a', '\\', '\n']) {
        const text = `${beginning}${rest.repeat(300_000)}`;
        expect(written({ text })).toContain('"msg":"x"');
      }
    },
  );
});
