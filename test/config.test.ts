import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig, setupLine } from '../src/config.ts';
import type { Environment } from '../src/environment.ts';

const right = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', GITHUB_TOKEN: 'ghp_1' };
const key = '-----BEGIN RSA PRIVATE KEY-----\\nabc\\n-----END RSA PRIVATE KEY-----';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-config-'));
  cpSync('playbooks', join(folder, 'playbooks'), { recursive: true });
  cpSync('slipway.yml', join(folder, 'slipway.yml'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function edit(file: string, ...edits: readonly (readonly [from: string, to: string])[]): void {
  const path = join(folder, file);
  const edited = edits.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
      return text.replace(from, to);
    },
    readFileSync(path, 'utf8'),
  );
  writeFileSync(path, edited);
}

function read(environment: Environment) {
  return readConfig({
    SLIPWAY_CONFIG: join(folder, 'slipway.yml'),
    PLAYBOOKS_DIR: join(folder, 'playbooks'),
    ...environment,
  });
}

function problems(environment: Environment): readonly string[] {
  const found = read(environment);
  if ('config' in found) return [];
  return found.problems.map((problem) => setupLine(problem).replaceAll(`${folder}/`, ''));
}

function configOf(environment: Environment) {
  const found = read(environment);
  if ('problems' in found) throw new Error(found.problems.map(setupLine).join('\n'));
  return found.config;
}

describe('what ships', () => {
  it('is right with the three variables that are required', () => {
    const config = configOf(right);
    expect(config.slack.transport).toEqual({ kind: 'socket', appToken: 'xapp-1' });
    expect(config).toMatchObject({ port: 3000, host: '127.0.0.1', role: 'all', logLevel: 'info', dataDir: './data' });
    expect(config).toMatchObject({ sweepSeconds: 5, pollSeconds: 30, databaseUrl: undefined, redisUrl: undefined });
    expect(config.slipway.components['billing']?.playbook).toBe('backend-service');
    expect(config.playbooks.get('backend-service')?.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('takes HTTP, a GitHub App, other servers', () => {
    const config = configOf({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 's',
      SLACK_API_URL: 'http://127.0.0.1:1234/api',
      GITHUB_APP_ID: '12',
      GITHUB_PRIVATE_KEY: key,
      GITHUB_API_URL: 'https://ghe.example/api/v3/',
    });
    expect(config.slack).toMatchObject({ transport: { kind: 'http' }, apiUrl: 'http://127.0.0.1:1234/api/' });
    expect(config.github.apiUrl).toBe('https://ghe.example/api/v3');
    expect(config.github.credentials).toEqual({ appId: '12', privateKey: key.replaceAll('\\n', '\n') });
  });
});

describe('mistakes of the environment', () => {
  it('are told all at once, and no secret with them', () => {
    const told = problems({
      SLACK_BOT_TOKN: 'xoxb-secret',
      SLACK_APP_TOKEN: 'xoxb-secret',
      SLACK_SIGNING_SECRET: 'signing-secret',
      GITHUB_APP_ID: '12',
      GITHUB_PRIVATE_KEY: 'secret',
      DATABASE_URL: 'mysql://user:secret@host/db',
      PORT: '70000',
      ROLE: 'workers',
      POLL_SECONDS: '0',
    });
    expect(told.map((line) => line.split(' ')[0])).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_APP_TOKEN',
      'GITHUB_PRIVATE_KEY',
      'DATABASE_URL',
      'PORT',
      'ROLE',
      'POLL_SECONDS',
    ]);
    expect(told[0]).toContain('SLACK_BOT_TOKN is set: is it meant?');
    expect(told.join()).not.toContain('secret@');
    expect(told.join()).not.toContain('xoxb-secret');
  });

  it('are what is missing, of an environment that is empty', () =>
    expect(problems({}).map((line) => line.split(' ')[0])).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'GITHUB_TOKEN',
    ]));

  it('are several processes on a store that belongs to one', () =>
    expect(problems({ ...right, ROLE: 'web' })).toEqual([
      'ROLE is web, but the embedded store belongs to one process. Set DATABASE_URL, or leave ROLE out.',
    ]));

  it('are files that are not there', () =>
    expect(problems({ ...right, SLIPWAY_CONFIG: '/nowhere/slipway.yml', PLAYBOOKS_DIR: '/nowhere' })).toEqual([
      "/nowhere cannot be read (ENOENT: no such file or directory, scandir '/nowhere'). Set PLAYBOOKS_DIR to the playbooks folder.",
      "/nowhere/slipway.yml cannot be read (ENOENT: no such file or directory, open '/nowhere/slipway.yml'). Set SLIPWAY_CONFIG to your slipway.yml.",
    ]));
});

describe('mistakes of slipway.yml', () => {
  it('are told with file, line and what would be right', () => {
    edit(
      'slipway.yml',
      ['T0SLIPWAY', 'acme'],
      ['Asia/Tokyo', 'Tokyo'],
      ['/release\n', 'release\n'],
      ['changelog: C0CHANGELOG', 'changelog: "#changelog"'],
      ['github: lena-b', 'githb: lena-b'],
      ['repository: acme/billing', 'repository: billing'],
      ['{ group: S0LEADS }', '{ groups: S0LEADS }'],
    );
    expect(problems(right)).toEqual([
      'slipway.yml:6:12 “workspace” must be the Slack workspace\'s id, such as T0123ABCD; here it is "acme".',
      'slipway.yml:9:12 “time-zone” must be the name of an IANA time zone, such as Asia/Tokyo; here it is "Tokyo".',
      'slipway.yml:13:12 “release” must be / and then lower-case letters, digits, - or _, 32 characters at most; here it is "release".',
      'slipway.yml:17:14 “changelog” must be a channel\'s id, such as C0123ABCD, not its name; here it is "#changelog".',
      'slipway.yml:22:13 “githb” is not known here. Write github.',
      'slipway.yml:33:17 “repository” must be owner/name, such as acme/billing; here it is "billing".',
      'slipway.yml:42:21 A role has one of the keys group, people; this one has none. Write group instead of groups.',
    ]);
  });

  it('are what does not fit the playbook', () => {
    edit(
      'slipway.yml',
      ['changelog: C0CHANGELOG', 'changes: C0CHANGELOG'],
      ['operations: {', 'operation: {'],
      ['gateway: acme', 'gatway: acme'],
    );
    edit('playbooks/backend-service.yml', ['quorum: 1', 'quorum: 3']);
    edit('slipway.yml', ['{ group: S0LEADS }', '{ people: [U0LENA, U0TOM, U0LENA, U0NEW] }']);
    edit('slipway.yml', ['U0TOM, U0LENA, U0NEW', 'U0NEW, U0LENA']);
    expect(problems(right)).toEqual([
      'slipway.yml:42:21 billing: 3 people must sign as backend-lead, but 2 can. Name more people, or use a user group.',
      'slipway.yml:42:40 billing: Authors may not sign as backend-lead, but nobody knows who U0NEW is on GitHub. Add U0NEW: { github: … } under people.',
      'slipway.yml:41:5 billing: The role operations of playbook backend-service has nobody. Add operations: { group: S… } or operations: { people: [U…] } under roles.',
      'slipway.yml:43:7 billing: Playbook backend-service has no role operation. Write operations.',
      'slipway.yml:46:7 billing: Playbook backend-service needs a value for <gateway>. Add gateway: … under values.',
      'slipway.yml:37:15 billing: Playbook backend-service announces in the channel changelog, which is not known. Add changelog: C… under channels, at the top of the file.',
    ]);
  });

  it('are not the people who alone may start', () => {
    edit('slipway.yml', ['    roles:\n', '    roles:\n      release-manager: { people: [U0MARIA] }\n']);
    expect(problems(right)).toEqual([]);
    expect(configOf(right).slipway.components['billing']?.roles['release-manager']).toEqual({ people: ['U0MARIA'] });
  });

  it('are a playbook that is not there, but not one that cannot be read', () => {
    edit('slipway.yml', ['playbook: backend-service', 'playbook: backend-servce']);
    expect(problems(right)).toEqual([
      'slipway.yml:37:15 billing: There is no playbook backend-servce. Write backend-service.',
    ]);
    edit('playbooks/backend-service.yml', ['check: ci-green', 'check: ci-gren']);
    expect(problems(right)).toHaveLength(1);
    expect(problems(right)[0]).toMatch(/^playbooks\/backend-service\.yml:\d+:\d+ “check” cannot be "ci-gren"/);
  });
});

it('tells the mistakes of environment, playbooks and slipway.yml together', () => {
  edit('slipway.yml', ['T0SLIPWAY', 'acme']);
  edit('playbooks/backend-service.yml', ['from: starter', 'from: startr']);
  expect(problems({ ...right, GITHUB_TOKEN: '' }).map((line) => line.split(/[ :]/)[0])).toEqual([
    'GITHUB_TOKEN',
    'playbooks/backend-service.yml',
    'slipway.yml',
  ]);
});

it('gives equal playbooks equal digests, however they are laid out', () => {
  const digest = () => configOf(right).playbooks.get('backend-service')?.digest;
  const before = digest();
  edit('playbooks/backend-service.yml', [
    'title: Backend service\ntime-zone: Asia/Tokyo',
    '# a comment\ntime-zone: Asia/Tokyo\ntitle: "Backend service"',
  ]);
  expect(digest()).toBe(before);
  edit('playbooks/backend-service.yml', ['quorum: 1', 'quorum: 2']);
  expect(digest()).not.toBe(before);
});
