import { cast } from '../sandbox/cast.ts';
import type { GitHubClient } from '../sandbox/github/client.ts';
import type { LocalGitHub } from '../sandbox/github/start-github.ts';
import { type Page, type PageOptions, startPage } from '../sandbox/page/start-page.ts';
import type { LocalSlack } from '../sandbox/slack/start-slack.ts';
import { topModal } from '../sandbox/slack/state/views.ts';
import type { Slipway } from '../src/main.ts';
import { guideOf } from './guide.ts';
import { type DemoClock, pageClock } from './page-clock.ts';

interface DemoPage {
  readonly slack: LocalSlack;
  readonly github: LocalGitHub;
  readonly client: GitHubClient;
  readonly clock: DemoClock;
  readonly slipway: Pick<Slipway, 'releases'>;
  readonly component: string;
  /** undefined: the demo's own, or any free one where that is taken. */
  readonly port: number | undefined;
}

/** Where the page is found, so that a window may stay open from one demo to the next. */
const usualPort = 4747;

const home = { id: cast.home, name: 'dev-backend-github' };
const manager = { id: 'U0MARIA', name: 'Maria Rossi' };

const taken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

async function onPort(options: PageOptions, asked: number | undefined): Promise<Page> {
  try {
    return await startPage({ ...options, port: asked ?? usualPort });
  } catch (error) {
    if (!taken(error)) throw error;
    if (asked === undefined) return await startPage({ ...options, port: 0 });
    throw new Error(`Port ${asked} is taken. --port takes another one, or 0 for any that is free.`, { cause: error });
  }
}

/** Serves the page of the demo: Slack and GitHub side by side, a clock that all share, and what to do next. */
export async function startDemoPage(demo: DemoPage): Promise<Page> {
  const { slack, github, client, clock, slipway, component, port } = demo;
  const { workspace } = slack.inside;
  const scenery = {
    manager,
    component,
    home,
    nameOf: (person: string) => workspace.people.get(person)?.realName ?? person,
    formOpen: () => topModal(workspace, manager.id)?.callbackId === 'start',
  };
  const releases = () => slipway.releases();
  const options: PageOptions = {
    slack: slack.inside,
    github: client,
    githubUrl: github.url,
    port: 0,
    cast: cast.people,
    home: cast.home,
    clock: pageClock(clock, releases),
    guide: async () => guideOf(scenery, await releases()),
  };
  return await onPort(options, port);
}
