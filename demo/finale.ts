import { styleText } from 'node:util';
import type { Story } from './acts.ts';
import { readCard } from './card.ts';
import { home } from './scene.ts';
import { forTerminal } from './slack-text.ts';

const characters: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&' };

/** Markdown as GitHub shows it, as far as release notes need it. */
function markdown(text: string): string {
  return text
    .replaceAll(/\n*<!--.*?-->/gs, '')
    .replaceAll(/^#+ (.*)$/gm, (_, title: string) => styleText('bold', title))
    .replaceAll(/\[([^\]]+)\]\((https?:[^)]+)\)/g, '$1')
    .replaceAll(/\*\*([^*]+)\*\*/g, (_, words: string) => styleText('bold', words))
    .replaceAll(/\\([^\w\s])/g, '$1')
    .replaceAll(/&(lt|gt|amp);/g, (whole, name: string) => characters[name] ?? whole)
    .trimEnd();
}

async function tellGitHub({ scene, screen }: Story, version: string): Promise<void> {
  const release = (await scene.repository.releases()).find(({ tag }) => tag.endsWith(version));
  if (release === undefined) return;
  const [tag] = await scene.repository.refs(`refs/tags/${release.tag}`);
  const name = `acme/${scene.component}`;
  if (tag !== undefined)
    screen.shows(
      `GitHub · ${name} · tag`,
      `${styleText('bold', release.tag)} ${tag.annotated ? 'annotated' : 'lightweight'}, at commit ${tag.commit.slice(0, 7)} of main`,
    );
  const assets = release.assets.map((one) => `📎 ${one.name} (${one.size} bytes)`);
  screen.shows(
    `GitHub · ${name} · release${release.latest ? ' · latest' : ''}`,
    [styleText('bold', release.name ?? release.tag), markdown(release.body ?? ''), ...assets].join('\n'),
  );
}

/** What is there in the end: the closed card, the announcement, the tag and the release with its notes. */
export async function finale(story: Story): Promise<void> {
  const { news, scene, screen } = story;
  const maria = scene.slack.person('maria');
  const card = await readCard(maria);
  if (card === undefined) return;
  screen.heading(card.state === 'released' ? `${card.what} is released` : `${card.what} is ${card.state}`);
  await news.tellCard(maria);
  const announced = (await maria.channel('#changelog')).findLast(({ rendered }) => rendered.includes(card.what));
  if (announced !== undefined) screen.shows('#changelog · slipway', forTerminal(announced.rendered, announced.buttons));
  await tellGitHub(story, card.what.split(' ').at(-1) ?? '');
  screen.tells(
    `All of it was recorded in one log, and can be asked for at any time: /release details in ${home} shows who did what, and when.`,
  );
}
