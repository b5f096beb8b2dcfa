import type { App } from '@slack/bolt';
import { afterAll } from 'vitest';
import type { RepositoryClient } from '../../../sandbox/github/client.ts';
import { type Page, startPage } from '../../../sandbox/page/start-page.ts';
import type { SlackClient } from '../../../sandbox/slack/client.ts';
import { freshGitHub } from '../../sandbox/github/fresh-github.ts';
import { rig } from '../../sandbox/slack/bolt-app.ts';

/** A page over a small Slack with an app on it, and a small GitHub. */
export interface LocalPage {
  readonly address: string;
  /** What people do elsewhere than on the page. */
  readonly elsewhere: SlackClient;
  readonly shop: RepositoryClient;
  readonly stop: () => Promise<void>;
  /** Serves the page again, where it was. */
  readonly startAgain: () => Promise<void>;
}

/** Opens the page for an app with the listeners that `listen` adds; all of it is gone when the test file is done. */
export async function openPage(listen: (app: App) => void, port = 0): Promise<LocalPage> {
  const { github, client: side, repo: shop } = await freshGitHub();
  const slack = await rig('http', listen, { ackTimeoutMs: 30_000 }); // the machine may be slow
  const serve = (at: number): Promise<Page> =>
    startPage({
      slack: slack.slack.inside,
      github: side,
      githubUrl: github.url,
      port: at,
      cast: { U0MARIA: { title: 'Release manager', login: 'maria-r' } },
      home: 'C0DEV',
      guide: async () => ({ hints: [], done: 0, of: 0 }),
    });
  let page = await serve(port);
  const address = page.url;
  afterAll(async () => {
    await page.stop();
    await slack[Symbol.asyncDispose]();
  });
  return {
    address,
    elsewhere: slack.client,
    shop,
    stop: () => page.stop(),
    async startAgain() {
      page = await serve(Number(new URL(address).port));
    },
  };
}
