import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GitHubClient, githubClient, type RepositoryClient } from '../../sandbox/github/client.ts';
import { acmeRepositories, people, teams } from '../../sandbox/github/seed.ts';
import { type LocalGitHub, startGitHub } from '../../sandbox/github/start-github.ts';
import { type SlackClient, slackClient } from '../../sandbox/slack/client.ts';
import { type LocalSlack, startSlack } from '../../sandbox/slack/start-slack.ts';
import { workspace } from '../../sandbox/workspace.ts';
import { readConfig } from '../../src/config.ts';
import { examine } from '../../src/doctor/doctor.ts';
import { type Finding, findingText } from '../../src/doctor/finding.ts';
import type { Environment } from '../../src/environment.ts';
import { slackManifest } from '../../src/slack-manifest.ts';
import { slipwayYmlOfBilling } from '../billing-alone.ts';

/** What the app of these tests was made from. */
export const manifest = slackManifest('/release', { kind: 'socket' });

interface Options {
  readonly slack?: Partial<Parameters<typeof startSlack>[0]>;
  readonly github?: Partial<Parameters<typeof startGitHub>[0]>;
}

/** The sandbox with the project's own configuration of billing in a folder of its own, to be spoilt and looked at. */
export interface Clinic {
  readonly folder: string;
  readonly slack: SlackClient;
  readonly localSlack: LocalSlack;
  readonly github: GitHubClient;
  readonly localGitHub: LocalGitHub;
  readonly billing: RepositoryClient;
  readonly environment: Environment;
  /** Environment variables of a GitHub App instead of the token. */
  readonly asApp: Environment;
  /** Replaces a text in slipway.yml, or in another file of the folder. */
  edit(from: string, to: string, file?: string): void;
  examine(environment?: Environment, options?: Parameters<typeof examine>[2]): Promise<readonly Finding[]>;
  /** What is not ok, as people read it; that the embedded store is for trying is left out. */
  complaints(environment?: Environment, options?: Parameters<typeof examine>[2]): Promise<readonly string[]>;
  close(): Promise<void>;
}

function editIn(folder: string) {
  return (from: string, to: string, file = 'slipway.yml'): void => {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(path, text.replace(from, to));
  };
}

/** Opens one. */
export async function openClinic(options: Options = {}): Promise<Clinic> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-doctor-'));
  cpSync('playbooks', join(folder, 'playbooks'), { recursive: true });
  writeFileSync(join(folder, 'slipway.yml'), slipwayYmlOfBilling());
  cpSync('manifest.yml', join(folder, 'manifest.yml'));
  const localSlack = await startSlack({ world: workspace, manifest, ...options.slack });
  const localGitHub = await startGitHub({ repositories: acmeRepositories(), people, teams, ...options.github });
  const environment = {
    SLACK_BOT_TOKEN: localSlack.botToken,
    SLACK_APP_TOKEN: localSlack.appToken,
    SLACK_API_URL: localSlack.apiUrl,
    GITHUB_TOKEN: localGitHub.token,
    GITHUB_API_URL: localGitHub.url,
    DATA_DIR: join(folder, 'data'),
    SLIPWAY_CONFIG: join(folder, 'slipway.yml'),
    PLAYBOOKS_DIR: join(folder, 'playbooks'),
  };
  const look: Clinic['examine'] = async (more = {}, given = {}) => {
    const read = readConfig({ ...environment, ...more });
    return 'problems' in read
      ? await examine(read.readable, read.problems, given)
      : await examine(read.config, [], given);
  };
  return {
    folder,
    slack: slackClient(localSlack.controlUrl),
    localSlack,
    github: githubClient(localGitHub.controlUrl),
    localGitHub,
    billing: githubClient(localGitHub.controlUrl).repository('acme/billing'),
    environment,
    asApp: {
      GITHUB_TOKEN: '',
      GITHUB_APP_ID: String(localGitHub.appId),
      GITHUB_PRIVATE_KEY: localGitHub.privateKey,
    },
    edit: editIn(folder),
    examine: look,
    complaints: async (more, given) =>
      (await look(more, given))
        .filter(({ grade, code }) => grade !== 'ok' && code !== 'store-embedded')
        .map((finding) => findingText(finding).replaceAll(`${folder}/`, '')),
    async close() {
      await Promise.all([localSlack.stop(), localGitHub.stop()]);
      rmSync(folder, { recursive: true });
    },
  };
}
