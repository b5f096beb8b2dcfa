import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Outage } from '../../src/release/outside-errors.ts';
import { holdsToken, withoutTokens, withoutTokensIn } from '../../src/release/token-shapes.ts';

// Put together here, so that nobody's scanner takes this file for a leak.
const of = (...parts: readonly string[]): string => parts.join('');
const tokens = [
  of('xoxb', '-1234567890-abcdefghij'),
  of('xoxe', '.xoxb-1-ABCDEFGHIJK'),
  of('xapp', '-1-A0123456789-abc'),
  of('gh', 'p_0123456789abcdefghijABCDEFGHIJ012345'),
  of('github', '_pat_11ABCDEFG0123456789_abcdefghijkl'),
  of('https://hooks.slack', '.com/services/T000/B000/abcdefghijkl'),
  of('glpat', '-abcdefghij0123456789'),
  of('AKIA', 'ABCDEFGHIJKLMNOP'),
  of('sk', '_live_abcdefghij0123456789'),
  of('npm', '_abcdefghij0123456789abcdefghij012345'),
  of('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.dozjgNryP4J3jVmNHl0w5N'),
  of('-----BEGIN RSA PRIVATE', ' KEY-----\nabc\ndef\n-----END RSA PRIVATE KEY-----'),
  of('-----BEGIN PRIVATE', ' KEY-----\nnever ends'),
];

it.each(tokens)('%s is found in a text and cut out of it, and what stands around it stays', (token) => {
  const text = `See (${token}) for it`;
  expect(holdsToken(text)).toBe(true);
  const without = withoutTokens(text);
  expect(without).toMatch(/^See \(.*\[token removed\]/);
  expect(holdsToken(without)).toBe(false);
});

it('a password in an address goes, the address stays', () => {
  expect(withoutTokens('postgres://app:hunter22@db.example/x')).toBe('postgres://app:[token removed]@db.example/x');
});

it.each([
  'The rollout is canary at 10 %, then all; back by v1.4.2',
  'https://grafana.acme.example/d/billing?from=now-1h&to=now',
  'commit 0123456789abcdef0123456789abcdef01234567',
  'ghp_short and xoxb- alone, sk_live_ too',
  'mail ops@acme.example, or http://wiki.example/a:b@c',
])('%s stays as it is', (text) => {
  expect(withoutTokens(text)).toBe(text);
});

it('is cut out of every text of a value, however deep; a value without one is handed on as it is', () => {
  const [token = ''] = tokens;
  const value = { a: [{ b: `x ${token}` }], c: 1, d: null };
  expect(withoutTokensIn(value)).toEqual({ a: [{ b: 'x [token removed]' }], c: 1, d: null });
  expect(value.a[0]?.b).toContain(token);
  const clean = { a: 'b' };
  expect(withoutTokensIn(clean)).toBe(clean);
});

it('whatever stands around a token, none is left', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...tokens), fc.string(), (before, token, after) => {
      const left = withoutTokens(`${before} ${token} ${after}`);
      return !left.includes(token) && !holdsToken(left);
    }),
  );
});

it('what Slack or GitHub say in an error is cut as well', () => {
  const [token = ''] = tokens;
  expect(new Outage(`GitHub said ${token}`).message).toBe('GitHub said [token removed]');
});

it.each([
  'a',
  'a:',
  'a://',
  'a://a:',
  ':',
  '@',
  'eyJ',
  'eyJ01234567890.',
  'xoxb-',
  'ghp_',
  'AKIA',
  '-----BEGIN PRIVATE KEY',
  ' ',
])('a megabyte of %j is read in the end', { timeout: 120_000 }, (beginning) => {
  const run = beginning.repeat(Math.ceil(1_000_000 / beginning.length));
  expect(holdsToken(withoutTokens(run))).toBe(false);
});

it('a JSON Web Token is found on a line of its own, in JSON too', () => {
  const token = of('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.dozjgNryP4J3jVmNHl0w5N');
  expect(withoutTokens(`a\n${token}`)).toBe('a\n[token removed]');
  expect(withoutTokens(JSON.stringify(`a\n${token}`))).toBe('"a\\n[token removed]"');
});
