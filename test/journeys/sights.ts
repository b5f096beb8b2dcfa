import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import type { ShownMessage } from '../../sandbox/slack/shown/shown.ts';
import { backend, type World } from './world.ts';

/** What a person alone is told after a deed, such as why they may not do it. */
export async function toldAlone(person: PersonClient, where: string, deed: () => Promise<unknown>): Promise<string> {
  const alone = async () => (await person.channel(where)).filter(({ ephemeral }) => ephemeral);
  const before = (await alone()).length;
  await deed();
  return await person.until(`an answer in ${where}`, async () => (await alone()).slice(before)[0]?.rendered);
}

/** The messages of the release's channel that have a text, oldest first. */
export async function messagesWith({ person }: World, text: string | RegExp): Promise<ShownMessage[]> {
  const all = await person('maria').channel(backend);
  return all.filter(({ rendered }) => (typeof text === 'string' ? rendered.includes(text) : text.test(rendered)));
}

/** The release's card, as it stands now. */
export async function card(world: World, title = / · Backend service/): Promise<string> {
  const cards = await messagesWith(world, title);
  return cards.filter(({ thread_ts }) => thread_ts === undefined).at(-1)?.rendered ?? '';
}

const record = z.object({
  record: z.literal('slipway-release/1'),
  commit: z.string(),
  steps: z.array(
    z.object({
      id: z.string(),
      how: z.string().optional(),
      by: z.object({ slack: z.string(), github: z.string() }).optional(),
      result: z.string().optional(),
    }),
  ),
});

/** `release-record.json`, as it is attached to the release of a tag on GitHub. */
export async function releaseRecord({ githubApi: { url, token } }: World, tag: string) {
  const octokit = new Octokit({ baseUrl: url, auth: token });
  const billing = { owner: 'acme', repo: 'billing' };
  const release = await octokit.rest.repos.getReleaseByTag({ ...billing, tag });
  const asset = release.data.assets.find(({ name }) => name === 'release-record.json');
  const { data } = await octokit.rest.repos.getReleaseAsset({
    ...billing,
    asset_id: asset?.id ?? 0,
    headers: { accept: 'application/octet-stream' },
  });
  const bytes = z.instanceof(ArrayBuffer).parse(data);
  return record.parse(JSON.parse(new TextDecoder().decode(bytes)));
}
