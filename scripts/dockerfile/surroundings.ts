import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { parse } from 'yaml';
import { type SlackClient, slackClient } from '../../sandbox/slack/client.ts';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import { ownRedis } from '../../test/faults/rig/own-redis.ts';
import { CannotPlay } from './read-dockerfile.ts';

/** What the image finds around it when it starts. */
export interface Surroundings {
  readonly slack: SlackClient;
  /** Tokens and addresses of the local Slack and GitHub. */
  readonly outside: Readonly<Record<string, string>>;
  /** Addresses of a PostgreSQL database and a Redis of its own. */
  readonly stores: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

const serverUrl = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.query(statement);
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new CannotPlay(`The PostgreSQL of TEST_DATABASE_URL (${serverUrl}) is needed: ${because}`);
  } finally {
    await client.end();
  }
}

/** The sandbox of this checkout, a database on the tests' PostgreSQL, and a Redis of its own. */
export async function surround(): Promise<Surroundings> {
  const name = `slipway_image_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name}`);
  const databaseUrl = new URL(serverUrl);
  databaseUrl.pathname = `/${name}`;
  const redis = await ownRedis();
  const { slack, github, stop } = await startSandbox({ manifest: parse(readFileSync('manifest.yml', 'utf8')) });
  return {
    slack: slackClient(slack.controlUrl),
    outside: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      GITHUB_TOKEN: github.token,
      GITHUB_API_URL: github.url,
    },
    stores: { DATABASE_URL: databaseUrl.href, REDIS_URL: redis.url },
    async remove() {
      await stop();
      await redis.remove();
      await onServer(`drop database ${name} with (force)`);
    },
  };
}
