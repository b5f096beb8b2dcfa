import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { githubClient } from '../../sandbox/github/client.ts';
import { acmeRepositories, people, teams } from '../../sandbox/github/seed.ts';
import { type LocalGitHub, startGitHub } from '../../sandbox/github/start-github.ts';
import { slackClient } from '../../sandbox/slack/client.ts';
import { type LocalSlack, startSlack } from '../../sandbox/slack/start-slack.ts';
import { workspace } from '../../sandbox/workspace.ts';
import { readConfig } from '../../src/config.ts';
import { examine } from '../../src/doctor/doctor.ts';
import { type Finding, findingLine } from '../../src/doctor/finding.ts';
import type { Environment } from '../../src/environment.ts';
import { slackManifest } from '../../src/slack-manifest.ts';

const manifest = slackManifest('/release', { kind: 'socket' });
let folder: string;
let slack: LocalSlack;
let github: LocalGitHub;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-doctor-'));
  cpSync('playbooks', join(folder, 'playbooks'), { recursive: true });
  cpSync('slipway.yml', join(folder, 'slipway.yml'));
  slack = await startSlack({ world: workspace, manifest });
  github = await startGitHub({ repositories: acmeRepositories(), people, teams });
});
afterEach(async () => {
  await slack.stop();
  await github.stop();
  rmSync(folder, { recursive: true });
});

function edit(from: string, to: string): void {
  const path = join(folder, 'slipway.yml');
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`slipway.yml has no ${from}`);
  writeFileSync(path, text.replace(from, to));
}

async function found(environment: Environment = {}): Promise<readonly Finding[]> {
  const read = readConfig({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    GITHUB_TOKEN: github.token,
    GITHUB_API_URL: github.url,
    DATA_DIR: join(folder, 'data'),
    SLIPWAY_CONFIG: join(folder, 'slipway.yml'),
    PLAYBOOKS_DIR: join(folder, 'playbooks'),
    ...environment,
  });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return examine(read.config);
}

/** What is not fine, line by line; that the embedded store is for trying is left out. */
async function complaints(environment: Environment = {}): Promise<readonly string[]> {
  return (await found(environment))
    .filter(({ state, about }) => state !== 'fine' && about !== 'Store')
    .map(findingLine);
}

describe('of the sandbox, as it is shipped', () => {
  it('everything is fine', async () => {
    const findings = await found();
    expect(findings.filter(({ state }) => state === 'failing').map(findingLine)).toEqual([]);
    expect(findings.map((one) => findingLine(one).replace(`${folder}/`, ''))).toMatchInlineSnapshot(`
      [
        "WARNING  Store: It is embedded, in data: for trying. It survives a killed process, not a power failure, and serves one process. → In production set DATABASE_URL.",
        "fine     Queue: On the embedded store.",
        "fine     Slack: Signed in to Acme as slipway.",
        "fine     Slack: All 8 scopes are granted.",
        "fine     Slack: Socket Mode opens.",
        "fine     Home channel of billing: #dev-backend-github.",
        "fine     Channel changelog: #changelog.",
        "fine     Role backend-lead of billing: 2 people.",
        "fine     Role operations of billing: 2 people.",
        "fine     GitHub: Signed in as slipway-machine.",
        "fine     Repository of billing: acme/billing can be reached.",
        "fine     Repository of billing: publish.yml can be started.",
        "fine     Repository of billing: deploy.yml can be started.",
        "fine     Other repository of billing: acme/api-gateway can be read.",
      ]
    `);
  });

  it('a GitHub App is as good as a token', async () => {
    const app = { GITHUB_TOKEN: '', GITHUB_APP_ID: String(github.appId), GITHUB_PRIVATE_KEY: github.privateKey };
    expect(await complaints(app)).toEqual([]);
  });
});

describe('what is wrong in Slack', () => {
  it('is told for the token, the app token, the workspace', async () => {
    expect(await complaints({ SLACK_BOT_TOKEN: 'xoxb-wrong' })).toMatchInlineSnapshot(`
      [
        "FAILING  Slack: Slack does not accept the token: invalid_auth. → Put the bot token of the installed app into SLACK_BOT_TOKEN.",
      ]
    `);
    expect(await complaints({ SLACK_APP_TOKEN: 'xapp-wrong' })).toMatchInlineSnapshot(`
      [
        "FAILING  Slack: Socket Mode does not open (invalid_auth). → Take an app-level token with the scope connections:write, and switch Socket Mode on.",
      ]
    `);
    edit('T0SLIPWAY', 'T0OTHER');
    expect(await complaints()).toMatchInlineSnapshot(`
      [
        "FAILING  Slack: The bot token is of the workspace Acme (T0SLIPWAY), not of T0OTHER. → Write workspace: T0SLIPWAY in slipway.yml, or take the other workspace’s token.",
      ]
    `);
  });

  it('is told for channels and people', async () => {
    edit('changelog: C0CHANGELOG', 'changelog: C0ARCHIVED');
    edit('channel: C0BACKEND', 'channel: C0NOWHERE');
    edit('{ group: S0LEADS }', '{ group: S0EMPTY }');
    edit('[U0OMAR, U0KENJI]', '[U0OMAR, U0GONE, U0GUEST]');
    expect(await complaints()).toMatchInlineSnapshot(`
      [
        "FAILING  Home channel of billing: Slack finds no such channel, or the app may not see it: channel_not_found. → Check the channel id in slipway.yml, and invite the app to the channel: /invite @slipway.",
        "FAILING  Channel changelog: #old-releases is archived. → Unarchive it, or put another channel into slipway.yml.",
        "FAILING  Role backend-lead of billing: Nobody can act in it, and 1 must. → Add people to the group, or to the role in slipway.yml.",
        "WARNING  Role operations of billing: Some cannot act in it: gina (U0GONE) is deactivated, gus (U0GUEST) is a guest. → Take them out of the group or of slipway.yml.",
      ]
    `);
  });

  it('is told for scopes', async () => {
    const { url, stop } = slack;
    await stop();
    const bot = manifest.oauth_config.scopes.bot.filter((scope) => scope !== 'usergroups:read');
    const less = { ...manifest, oauth_config: { scopes: { bot: [...bot, 'pins:read'] } } };
    slack = await startSlack({
      world: workspace,
      manifest: less,
      port: Number(new URL(url).port),
      tokens: { bot: slack.botToken, app: slack.appToken },
    });
    expect(await complaints()).toMatchInlineSnapshot(`
      [
        "FAILING  Slack: Scopes are missing: usergroups:read. → Update the app from manifest.yml and install it again.",
        "WARNING  Slack: Scopes are granted that Slipway does not use: pins:read. → Update the app from manifest.yml and install it again.",
        "FAILING  Role backend-lead of billing: The app lacks a permission in Slack (usergroups:read): missing_scope. → Install the app again from its manifest (\`npm run manifest\` prints it).",
      ]
    `);
  });

  it('is told when it cannot be reached', async () => {
    await slackClient(slack.controlUrl).fault({ method: 'auth.test', kind: '5xx' });
    expect((await complaints()).join('\n')).toContain('FAILING  Slack');
  });
});

describe('what is wrong on GitHub', () => {
  it('is told for the token and the repository', async () => {
    expect(await complaints({ GITHUB_TOKEN: 'ghp_wrong' })).toMatchInlineSnapshot(`
      [
        "FAILING  GitHub: GitHub refused: Bad credentials. → Give Slipway valid GitHub credentials (GITHUB_TOKEN, or GITHUB_APP_ID and GITHUB_PRIVATE_KEY).",
      ]
    `);
    edit('acme/billing', 'acme/biling');
    expect(await complaints()).toMatchInlineSnapshot(`
      [
        "FAILING  Repository of billing: GitHub refused: Not Found. → Check that it exists and that Slipway's GitHub identity has access to acme/biling (App installed on it, or token with access).",
      ]
    `);
  });

  it('is told for branches, merge methods and workflows', async () => {
    const billing = githubClient(github.controlUrl).repository('acme/billing');
    await billing.mergeMethods({ merge: false });
    await billing.access('slipway-machine', 'read');
    const playbook = join(folder, 'playbooks/backend-service.yml');
    const text = readFileSync(playbook, 'utf8')
      .replace('workflow: publish.yml', 'workflow: ci.yml')
      .replace('workflow: deploy.yml', 'workflow: depoly.yml')
      .replace('released-from: dev', 'released-from: develop')
      .replace('quality-checklist.md\n            ref: dev', 'quality-checklist.md\n            ref: docs')
      .replace('release/\n            ref: dev', 'release/\n            ref: drafts');
    writeFileSync(playbook, text);
    expect(await complaints()).toMatchInlineSnapshot(`
      [
        "FAILING  Repository of billing: Slipway may read it, but not write to it. → Give its account or App write access.",
        "FAILING  Repository of billing: Pull requests may not be merged by a merge commit, and the playbook does so. → Switch on “Allow merge commits” in the repository’s settings, or change method: in the playbook.",
        "FAILING  Repository of billing: There is no branch develop. → Create it, or change the playbook.",
        "FAILING  Repository of billing: There is no branch docs. → Create it, or change the playbook.",
        "FAILING  Repository of billing: There is no branch drafts. → Create it, or change the playbook.",
        "FAILING  Repository of billing: ci.yml cannot be started by Slipway. → Add workflow_dispatch: under on: in it.",
        "FAILING  Repository of billing: There is no workflow depoly.yml on main. → Add it to main, or correct the playbook.",
      ]
    `);
  });

  it('is told for rules', async () => {
    const billing = githubClient(github.controlUrl).repository('acme/billing');
    await billing.ruleset({
      name: 'linear',
      target: 'branch',
      enforcement: 'active',
      include: ['refs/heads/main'],
      rules: [
        { type: 'required_linear_history' },
        {
          type: 'pull_request',
          parameters: {
            required_approving_review_count: 1,
            allowed_merge_methods: ['squash'],
            dismiss_stale_reviews_on_push: false,
            require_code_owner_review: false,
            require_last_push_approval: false,
            required_review_thread_resolution: false,
          },
        },
      ],
    });
    expect(await complaints()).toMatchInlineSnapshot(`
      [
        "FAILING  Repository of billing: main wants a linear history, and the playbook merges by a merge commit. → Change the rule on GitHub, or let Slipway bypass it. Or merge by squash.",
        "FAILING  Repository of billing: A rule on main allows squash only, and the playbook merges by merge. → Change the rule on GitHub, or let Slipway bypass it.",
        "WARNING  Repository of billing: GitHub wants an approval of pull requests into main, besides the sign-off in Slack. → Reviewers approve on GitHub too; Slipway waits for it.",
      ]
    `);
  });
});

describe('what is wrong with store and queue', () => {
  it('is told, and no password with it', async () => {
    const findings = await found({
      DATABASE_URL: 'postgres://slipway:secret@127.0.0.1:1/nowhere',
      REDIS_URL: 'redis://:secret@127.0.0.1:1',
    });
    const told = findings.filter(({ about }) => about === 'Store' || about === 'Queue').map(findingLine);
    expect(told).toEqual([
      'FAILING  Store: connect ECONNREFUSED 127.0.0.1:1. → Start PostgreSQL, or correct DATABASE_URL.',
      'FAILING  Queue: connect ECONNREFUSED 127.0.0.1:1. → Start Redis, or correct REDIS_URL.',
    ]);
  });
});
