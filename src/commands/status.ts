import { nearest } from '../release/nearest.ts';
import { listed } from '../release/wording.ts';
import type { SlipwayFile } from '../slipway-file.ts';
import { inertLine } from '../views/escape.ts';
import { listMessage } from '../views/list-message.ts';
import type { ShownRelease } from '../views/running-lines.ts';
import { noneMessage, statusMessage } from '../views/status-message.ts';
import type { RecentReleases } from './recent-release.ts';
import type { ListedRelease } from './running-release.ts';
import type { Story } from './story.ts';
import type { Word, WordContext } from './word.ts';

const mostPast = 3; // of a component's releases that have ended

interface Ports {
  readonly releases: RecentReleases & { listOpen(): Promise<readonly ListedRelease[]> };
  slipway(): SlipwayFile;
  /** The address of a message in Slack. */
  messageUrl(message: { readonly channel: string; readonly ts: string }): string;
}

function nothingHere({ command, channel }: WordContext, { components }: SlipwayFile): string {
  const here = Object.keys(components).filter((name) => components[name]?.channel === channel);
  const start = here.map((name) => `\`${command} start ${name}\``).join(' or ');
  if (here.length > 0) return `No release of ${listed(here)} is running. ${start} begins one.`;
  return `No component lives in this channel, so no release runs here. \`${command} list\` shows those of other channels.`;
}

/** `/release status` of a channel or component, `/release list` of the workspace. */
export function statusStory({ releases, slipway, messageUrl }: Ports): Story {
  const shown = (release: ListedRelease): ShownRelease => {
    const { card } = release.summary;
    return { ...release, cardUrl: card === undefined ? undefined : messageUrl(card) };
  };

  const lastOf = async (component: string) =>
    (await releases.recent({ component, limit: mostPast })).map((release) => shown(release));

  async function nothingIn(asked: WordContext): Promise<void> {
    const { components, 'time-zone': zone } = slipway();
    const here = Object.keys(components).filter((name) => components[name]?.channel === asked.channel);
    const past = (await Promise.all(here.map(lastOf))).flat();
    await asked.respond(noneMessage(nothingHere(asked, slipway()), past, zone));
  }

  async function ofComponent(asked: WordContext, name: string): Promise<void> {
    const { components, 'time-zone': zone } = slipway();
    const running = await releases.openOf(name);
    if (running.length > 0) return await asked.respond(statusMessage(running.map(shown), zone));
    if (components[name] !== undefined)
      return await asked.respond(
        noneMessage(
          `No release of ${name} is running. \`${asked.command} start ${name}\` begins one.`,
          await lastOf(name),
          zone,
        ),
      );
    const meant = nearest(name, Object.keys(components));
    const hint =
      meant === undefined
        ? `\`${asked.command} list\` shows what is running.`
        : `Did you mean \`${asked.command} status ${meant}\`?`;
    await asked.respond(`Slipway knows no component “${inertLine(name, 60)}”. ${hint}`);
  }

  const status: Word = {
    word: 'status',
    usage: 'status [component]',
    says: 'Where the releases of this channel stand: stage, what they wait for, on whom, since when.',
    looks: true,
    async run(asked) {
      const [name] = asked.args;
      if (name !== undefined) return await ofComponent(asked, name);
      const here = await releases.openIn(asked.channel);
      if (here.length === 0) return await nothingIn(asked);
      await asked.respond(statusMessage(here.map(shown), slipway()['time-zone']));
    },
  };
  const list: Word = {
    word: 'list',
    usage: 'list',
    says: 'All running releases of the workspace.',
    looks: true,
    async run(asked) {
      const open = await releases.listOpen();
      if (open.length > 0) return await asked.respond(listMessage(open.map(shown)));
      await asked.respond(`No release is running. \`${asked.command} start\` in a component's channel begins one.`);
    },
  };
  return { words: [status, list] };
}
