import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig, setupLine } from '../src/config.ts';
import type { Environment } from '../src/environment.ts';
import { slipwayYmlOfBilling } from './billing-alone.ts';

const right = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', GITHUB_TOKEN: 'ghp_1' };
const pem = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
}).privateKey.trim();
const key = pem.replaceAll('\n', '\\n');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-config-'));
  cpSync('playbooks', join(folder, 'playbooks'), { recursive: true });
  writeFileSync(join(folder, 'slipway.yml'), slipwayYmlOfBilling());
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
    expect(config).toMatchObject({ metricsToken: undefined, tracesUrl: undefined });
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
    expect(config.github.credentials).toEqual({ appId: '12', privateKey: pem });
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

  it('are a token for /metrics that is guessed, and a collector that is no address', () =>
    expect(problems({ ...right, METRICS_TOKEN: 'secret', OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toEqual([
      'METRICS_TOKEN is shorter than 16 characters, and /metrics is on the port that Slack reaches. Write a random one, such as `openssl rand -hex 24` prints.',
      'OTEL_EXPORTER_OTLP_ENDPOINT is not an address. Write it with its beginning: https://…',
    ]));

  it.each([
    ['its backslashes', key.replaceAll('\\n', 'n')],
    ['its end', key.slice(0, 400)],
    ['its beginning', key.slice(40)],
  ])('are a private key that lost %s', (_, damaged) =>
    expect(
      problems({
        ...{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
        ...{ GITHUB_APP_ID: '12', GITHUB_PRIVATE_KEY: damaged },
      }),
    ).toEqual([
      'GITHUB_PRIVATE_KEY is not a PEM key that can be read. Put the whole .pem file on one line in single quotes; write its line breaks as \\n.',
    ]),
  );

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

  it('are a hotfix: that is no playbook, or patches no release', () => {
    edit('slipway.yml', ['playbook: backend-service', 'playbook: backend-service\n    hotfix: gate']);
    expect(problems(right)).toEqual(['slipway.yml:38:13 billing: There is no playbook gate. Write gated.']);
    edit('slipway.yml', ['hotfix: gate', 'hotfix: backend-service']);
    expect(problems(right)).toEqual([
      'slipway.yml:38:13 billing: Playbook backend-service does not ask which release it patches. Add a question of kind: tag to it, or name one that has it, such as release-please-hotfix.',
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

  it('must allow the hosts that the playbook asks', () => {
    edit('playbooks/backend-service.yml', [
      '\nstages:\n',
      '\nstages:\n  - stage: Up\n    steps:\n      - { check: http-answers, url: https://<gateway>:8443/health }\n      - { check: http-answers, url: https://a.example.com/ }\n',
    ]);
    edit('slipway.yml', ['gateway: acme/api-gateway', 'gateway: gateway.acme.example']);
    const allow = (line: string) => {
      edit('slipway.yml', ['time-zone: Asia/Tokyo', `time-zone: Asia/Tokyo\n${line}`]);
      return problems(right);
    };
    expect(allow('')).toEqual([
      'slipway.yml:38:15 billing: Playbook backend-service asks gateway.acme.example:8443, which is not allowed. Add gateway.acme.example:8443 under allowed-hosts, at the top of the file.',
      'slipway.yml:38:15 billing: Playbook backend-service asks a.example.com, which is not allowed. Add a.example.com under allowed-hosts, at the top of the file.',
    ]);
    expect(allow('allowed-hosts: [https://a.example.com]')).toEqual([
      'slipway.yml:10:17 Entry 1 of “allowed-hosts” must be a host in lower case, such as status.example.com or status.example.com:8443, without https://; here it is "https://a.example.com".',
    ]);
    edit('slipway.yml', [
      '[https://a.example.com]',
      '[a.example.com:443, { host: gateway.acme.example:8443, private: true }]',
    ]);
    expect(problems(right)).toEqual([]);
    expect(configOf(right).slipway['allowed-hosts']).toEqual([
      { host: 'a.example.com:443', private: false },
      { host: 'gateway.acme.example:8443', private: true },
    ]);
  });

  it('a GitHub team may fill a role, CODEOWNERS one that signs and no other', () => {
    edit(
      'slipway.yml',
      ['{ group: S0LEADS }', '{ codeowners: true }'],
      ['{ people: [U0OMAR, U0KENJI] }', '{ github-team: acme/operations }'],
    );
    expect(configOf(right).slipway.components['billing']?.roles).toEqual({
      'backend-lead': { codeowners: true },
      operations: { 'github-team': 'acme/operations' },
    });
    edit('slipway.yml', ['{ github-team: acme/operations }', '{ codeowners: true }']);
    expect(problems(right)).toEqual([
      expect.stringContaining(
        'CODEOWNERS can fill only a role that signs, and operations does something else in playbook backend-service. Write operations: { group: S… } or operations: { people: [U…] }.',
      ),
    ]);
  });

  it('may say when people work, and when they do not', () => {
    const usual = { from: 540, to: 1080, days: ['mon', 'tue', 'wed', 'thu', 'fri'] };
    expect(configOf(right).slipway).toMatchObject({ 'working-hours': usual, holidays: [] });
    const line = 'working-hours: { from: "08:30", to: 17:15, days: [sun, mon] }\nholidays: [2026-12-25]';
    edit('slipway.yml', ['time-zone: Asia/Tokyo', `time-zone: Asia/Tokyo\n${line}`]);
    expect(configOf(right).slipway).toMatchObject({
      'working-hours': { from: 510, to: 1035, days: ['sun', 'mon'] },
      holidays: ['2026-12-25'],
    });
    edit('slipway.yml', ['17:15', '08:00'], ['2026-12-25', '2026-02-30']);
    expect(problems(right).map((line) => line.replace(/^\S+ /, ''))).toEqual([
      '“to” must be later than from; here it is "08:00".',
      'Entry 1 of “holidays” must be a date, such as 2026-12-25; here it is "2026-02-30".',
    ]);
    edit('slipway.yml', ['08:00', '8 o’clock'], ['2026-02-30', '2026-12-25']);
    expect(problems(right)[0]).toMatch(/must be a time of day in quotes, such as "09:00"/);
  });

  it('CODEOWNERS fills no role that signs a pinned commit', () => {
    edit('slipway.yml', ['{ group: S0LEADS }', '{ codeowners: true }']);
    edit('playbooks/backend-service.yml', [
      '\nstages:\n',
      '\nstages:\n  - stage: Candidate\n    steps:\n      - { action: pin-commit, ref: main, as: candidate }\n      - { sign-off: operations, with: [backend-lead], of: candidate, as: second }\n',
    ]);
    expect(problems(right)).toEqual([
      expect.stringContaining('backend-lead signs a pinned commit in playbook backend-service.'),
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
