import { describe, expect, it, test } from 'vitest';
import { ownersOfFiles } from '../../src/jobs/codeowners.ts';

/** By docs.github.com, "About code owners", and the rules of .gitignore that it names. */
describe('a pattern of CODEOWNERS', () => {
  test.each([
    ['*', 'a.ts', true],
    ['*', 'deep/down/a.ts', true],
    ['*.js', 'a.js', true],
    ['*.js', 'deep/down/a.js', true],
    ['*.js', 'a.jsx', false],
    ['/build/logs/', 'build/logs/a.log', true],
    ['/build/logs/', 'build/logs/deep/a.log', true],
    ['/build/logs/', 'src/build/logs/a.log', false],
    ['docs/*', 'docs/getting-started.md', true],
    ['docs/*', 'docs/build-app/troubleshooting.md', false],
    ['docs/*', 'src/docs/a.md', false],
    ['apps/', 'apps/a.ts', true],
    ['apps/', 'deep/apps/down/a.ts', true],
    ['apps/', 'apps', false],
    ['/docs/', 'docs/a/b.md', true],
    ['/docs/', 'a/docs/b.md', false],
    ['/apps/github', 'apps/github', true],
    ['/apps/github', 'apps/github/deep/a.ts', true],
    ['/apps/github', 'apps/github2', false],
    ['apps/github', 'x/apps/github', false],
    ['**/logs', 'build/logs/a.log', true],
    ['**/logs', 'logs/a.log', true],
    ['**/logs', 'deploy/deep/logs/a/b.log', true],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/b', 'a/xb', false],
    ['a/**', 'a/x/y', true],
    ['a/**', 'b/a/x', false],
    ['/src/*.ts', 'src/a.ts', true],
    ['/src/*.ts', 'src/deep/a.ts', false],
    ['logs?.txt', 'deep/logs1.txt', true],
    ['logs?.txt', 'logs/.txt', false],
    ['README.md', 'docs/README.md', true],
    ['README.md', 'README-md', false],
    ['README.md', 'readme.md', false],
    ['my\\ notes/', 'my notes/a.md', true],
  ] as const)('%s for %s: %s', (pattern, path, matches) => {
    expect(ownersOfFiles(`${pattern} @lena-b`, [path])).toHaveLength(matches ? 1 : 0);
  });

  it.each(['!a.ts', '[ab].ts', 'a[0-9].ts'])('%s is one that GitHub does not read', (pattern) => {
    expect(ownersOfFiles(`*.ts @tom-h\n${pattern} @lena-b`, ['a.ts'])).toEqual([
      { patterns: ['*.ts'], owners: ['@tom-h'] },
    ]);
  });
});

describe('a CODEOWNERS file', () => {
  it('goes by the last line that matches, even one that names nobody', () => {
    const text = '* @lena-b\n/api/ @tom-h @acme/backend\n/api/generated/\n';
    expect(ownersOfFiles(text, ['a.ts', 'api/x.ts', 'api/generated/y.ts'])).toEqual([
      { patterns: ['*'], owners: ['@lena-b'] },
      { patterns: ['/api/'], owners: ['@tom-h', '@acme/backend'] },
    ]);
    expect(ownersOfFiles(text, ['api/generated/y.ts'])).toEqual([]);
  });

  it('makes one group of lines that name the same owners', () => {
    const text = '/api/ @tom-h @lena-b\n/web/ @Lena-B @tom-h\n/docs/ @lena-b';
    expect(ownersOfFiles(text, ['web/a', 'api/b'])).toEqual([
      { patterns: ['/api/', '/web/'], owners: ['@tom-h', '@lena-b'] },
    ]);
  });

  it('has comments, empty lines, Windows line ends, e-mail addresses, and lines that GitHub skips', () => {
    const text = '# all\r\n\r\n* ana@acme.example # a comment\r\n/api/ lena-b\r\n';
    expect(ownersOfFiles(text, ['api/a.ts'])).toEqual([{ patterns: ['*'], owners: ['ana@acme.example'] }]);
  });

  it('counts whole where more changed than GitHub lists', () => {
    expect(ownersOfFiles('/a/ @lena-b\n/b/ @tom-h\n/c/\n', undefined).map(({ patterns }) => patterns)).toEqual([
      ['/a/'],
      ['/b/'],
    ]);
  });

  it('is read in time, however a pattern is made', () => {
    expect(ownersOfFiles(`${'*a'.repeat(30)} @lena-b`, [`${'a'.repeat(200)}b/c`])).toEqual([]);
  });
});
