import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { permissionsOf } from '../../src/doctor/github-permissions.ts';
import { readPlaybook } from '../../src/release/read-playbook.ts';

const page = readFileSync('docs/security.md', 'utf8');

/** The rows of the table under a heading, cell by cell. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

it('each scope of the manifest has its reason, and each reason is of a scope', () => {
  const { bot } = parse(readFileSync('manifest.yml', 'utf8')).oauth_config.scopes;
  const rows = rowsUnder('What Slack is asked for');
  expect(rows.map(([scope]) => scope)).toEqual(bot.map((scope: string) => `\`${scope}\``));
  for (const [, reason] of rows) expect(reason).toMatch(/\w{4}/);
});

it('each permission that the shipped playbook needs of a GitHub App has its row and its level', () => {
  const shipped = readPlaybook(readFileSync('playbooks/backend-service.yml', 'utf8'));
  if ('problems' in shipped) throw new Error('playbooks/backend-service.yml has mistakes.');
  const needed = permissionsOf(shipped.playbook).map(({ name, level }) => [`\`${name}\``, level]);
  const always = [
    ['`metadata`', 'read'],
    ['`workflows`', 'write'],
  ];
  const rows = rowsUnder('What GitHub is asked for').map(([name, level]) => [name, level]);
  expect(rows.toSorted()).toEqual([...needed, ...always].toSorted());
});
