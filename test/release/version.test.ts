import { describe, expect, it } from 'vitest';
import { latestOf, nextVersion, tagOf, versionIn } from '../../src/release/version.ts';

describe('versions', () => {
  it('are read from tags of the pattern, and from no other tag', () => {
    expect(versionIn('v<version>', 'v1.4.2')).toBe('1.4.2');
    expect(versionIn('billing-<version>', 'billing-1.0.0')).toBe('1.0.0');
    expect(versionIn('v<version>', 'billing-1.0.0')).toBeUndefined();
    expect(versionIn('v<version>', 'v1.4')).toBeUndefined();
    expect(versionIn('v<version>', 'v')).toBeUndefined();
  });
  it('are ordered as versions, not as text, and pre-releases do not count', () => {
    expect(latestOf('v<version>', ['v1.9.0', 'v1.10.0', 'v2.0.0-rc1', 'nightly'])).toEqual({
      tag: 'v1.10.0',
      version: '1.10.0',
    });
    expect(latestOf('v<version>', [])).toBeUndefined();
  });
  it('go up by the bump, from nothing too', () => {
    expect(nextVersion('1.4.2', 'patch')).toBe('1.4.3');
    expect(nextVersion('1.4.2', 'minor')).toBe('1.5.0');
    expect(nextVersion('1.4.2', 'major')).toBe('2.0.0');
    expect(nextVersion(undefined, 'minor')).toBe('0.1.0');
    expect(tagOf('v<version>', '0.1.0')).toBe('v0.1.0');
  });
});
