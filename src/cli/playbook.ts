import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPlaybookFile, problemLine, readPlaybooks } from '../playbooks.ts';
import { nearest } from '../release/nearest.ts';
import { playbookAloud } from '../release/playbook-aloud.ts';
import { playbookJsonSchema } from '../release/playbook-json-schema.ts';

const folder = 'playbooks';
const usage = `npm run playbook -- check [files]   says what is wrong with playbooks (all of ${folder}/ without files)
npm run playbook -- read <name>     prints the process as a person would read it aloud
npm run playbook -- schema          writes ${folder}/playbook.schema.json, by which editors complete`;

function filesOf(given: readonly string[]): readonly string[] {
  if (given.length > 0) return given;
  return readdirSync(folder)
    .filter(isPlaybookFile)
    .map((name) => join(folder, name));
}

function check(files: readonly string[]): number {
  const { playbooks, problems } = readPlaybooks(files);
  for (const problem of problems) console.error(problemLine(problem));
  for (const { playbook, digest, file } of playbooks.values())
    console.log(`${file} is right: ${playbook.title}, ${digest.slice(0, 12)}`);
  return problems.length === 0 ? 0 : 1;
}

function read(name: string | undefined): number {
  const { playbooks, problems } = readPlaybooks(filesOf([]));
  const found = name === undefined && playbooks.size === 1 ? [...playbooks.values()][0] : playbooks.get(name ?? '');
  if (found !== undefined) {
    console.log(playbookAloud(found.playbook));
    return 0;
  }
  for (const problem of problems) console.error(problemLine(problem));
  const near = nearest(name ?? '', playbooks.keys());
  console.error(
    `There is no playbook ${name ?? ''}. ${near === undefined ? `There are: ${[...playbooks.keys()].join(', ')}.` : `Did you mean ${near}?`}`,
  );
  return 1;
}

function run([word, ...rest]: readonly string[]): number {
  if (word === 'check') return check(filesOf(rest));
  if (word === 'read') return read(rest[0]);
  if (word === 'schema') {
    writeFileSync(join(folder, 'playbook.schema.json'), playbookJsonSchema());
    return 0;
  }
  console.error(usage);
  return 2;
}

process.exitCode = run(process.argv.slice(2));
