import type { ClockShown, Guide, PersonShown, Seen, World } from '../contract.ts';
import type { GitHubShown } from '../github-contract.ts';

/** What lies beside the conversation. */
export type Side = 'none' | 'thread' | 'github' | 'clock';

/** All that the page knows and shows. One page is one person in one place; another window may be another. */
export interface Model {
  world: World;
  emoji: Readonly<Record<string, string>>;
  /** Id of the person whom the page is. */
  as: string;
  /** Id of the open channel, or `home`. */
  place: string;
  seen: Seen | undefined;
  side: Side;
  /** ts of the message whose thread is open. */
  thread: string | undefined;
  repository: string;
  github: GitHubShown | undefined;
  clock: ClockShown | undefined;
  guide: Guide | undefined;
  guideShown: boolean;
  /** The navigation is open, where there is no room for it beside the rest. */
  menu: boolean;
  connected: boolean;
  /** Something to say at the bottom, such as what Slack refused. */
  notice: string | undefined;
  /** The sandbox's time when it was last told, and the browser's then. */
  told: { readonly now: number; readonly at: number };
}

const noWorld: World = {
  team: '',
  app: { id: '', name: '' },
  people: [],
  names: {},
  channels: {},
  open: [],
  groups: {},
  commands: [],
  shortcuts: [],
  homeTab: false,
  addresses: { github: '', slack: '' },
  repositories: [],
  home: '',
  clock: false,
};

export const model: Model = {
  world: noWorld,
  emoji: {},
  as: '',
  place: '',
  seen: undefined,
  side: 'none',
  thread: undefined,
  repository: '',
  github: undefined,
  clock: undefined,
  guide: undefined,
  guideShown: true,
  menu: false,
  connected: true,
  notice: undefined,
  told: { now: Date.now(), at: Date.now() },
};

let draw = (): void => undefined;
let planned = false;

/** Says how the page is drawn. */
export function drawBy(how: () => void): void {
  draw = how;
}

/** Draws the page anew, once for all that changes in this turn. */
export function changed(): void {
  if (planned) return;
  planned = true;
  queueMicrotask(() => {
    planned = false;
    draw();
  });
}

/** Whom the page is. */
export function me(): PersonShown | undefined {
  return model.world.people.find(({ id }) => id === model.as);
}

/** The zone in which the person lives. */
export function zone(): string {
  return me()?.tz ?? 'UTC';
}

/** The sandbox's time, milliseconds. */
export function now(): number {
  return model.told.now + (Date.now() - model.told.at);
}
