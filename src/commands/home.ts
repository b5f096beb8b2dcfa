import type { HomeView } from '@slack/types';
import type { Execute } from '../execute.ts';
import type { SlipwayFile } from '../slipway-file.ts';
import { actionIds } from '../views/action-ids.ts';
import { homeView } from '../views/home-view.ts';
import { inTime } from './in-time.ts';
import type { ListedRelease } from './running-release.ts';
import { shownOf } from './shown-release.ts';
import type { UserGroups } from './start-people.ts';
import type { Story } from './story.ts';

/** What drawing somebody's Home needs. */
interface HomePorts {
  readonly execute: Pick<Execute, 'load'>;
  readonly releases: { listOpen(): Promise<readonly ListedRelease[]> };
  slipway(): SlipwayFile;
  /** The address of a message in Slack. */
  messageUrl(message: { readonly channel: string; readonly ts: string }): string;
  /** Who is in the user groups that fill roles, as far as Slack tells. */
  readonly groups: { get(): Promise<UserGroups> };
  now(): Date;
}

const groupsMs = 600;

/** The components in which the person fills a role, as slipway.yml and Slack's groups say. */
async function componentsOf({ slipway, groups }: Pick<HomePorts, 'slipway' | 'groups'>, person: string) {
  const known = await inTime(groups.get(), groupsMs);
  const members = (group: string) => (known?.kind === 'groups' ? (known.byId.get(group)?.members ?? []) : []);
  return Object.entries(slipway().components).flatMap(([name, { roles }]) => {
    const people = Object.values(roles).flatMap((one) => {
      if ('people' in one) return one.people;
      return 'group' in one ? members(one.group) : []; // teams and owners of GitHub are known of a release only
    });
    return people.includes(person) ? [name] : [];
  });
}

/** What Home shows a person now. Only the releases that may wait for them are read as a whole. */
export async function drawnHome(ports: HomePorts, person: string): Promise<HomeView> {
  const at = ports.now();
  const open = await ports.releases.listOpen();
  const running = await Promise.all(
    open.map(async (listed) => {
      const isAsked = listed.summary.waiting.some(
        ({ people, waivers = [] }) => people.includes(person) || waivers.includes(person),
      );
      const standsStill = listed.summary.paused !== undefined; // a step may have failed, which those who run it may retry
      return {
        shown: shownOf(ports, listed),
        whole: isAsked || standsStill ? await ports.execute.load(listed.id) : undefined,
      };
    }),
  );
  const { commands, components, 'time-zone': zone } = ports.slipway();
  const own = await componentsOf(ports, person);
  return homeView({ person, running, at, zone, command: commands.release, components, own });
}

interface Ports extends HomePorts {
  readonly homes: { publish(person: string, view: HomeView): Promise<void> };
  /** Who reads their Home: it is brought up to date for some days. */
  readonly readers: { opened(person: string): Promise<void> };
}

/** Slipway's Home: what waits for the person who looks, with the buttons for it, and all that runs. */
export function homeStory(ports: Ports): Story {
  const show = async ({ person }: { readonly person: string }): Promise<void> =>
    await ports.homes.publish(person, await drawnHome(ports, person));
  return {
    events: {
      async app_home_opened(asked) {
        await ports.readers.opened(asked.person);
        await show(asked);
      },
    },
    // What is clicked in Home and needs the person known shows Home anew by itself: that is all of it.
    actions: { [actionIds.refreshHome]: async () => undefined },
  };
}
