import { z } from 'zod';
import type { Slack } from '../adapters/slack/client.ts';
import type { Readable } from '../config.ts';
import { RefusedOutside } from '../release/outside-errors.ts';
import { channelsNeeded } from '../slipway-cross-checks.ts';
import { byPlaybook } from '../slipway-file.ts';
import { type Finding, look, ok, type Place, problem, warning } from './finding.ts';

const channelInfo = z.object({
  name: z.string(),
  is_archived: z.boolean().default(false),
  is_member: z.boolean().default(false),
  is_ext_shared: z.boolean().default(false),
});

/** A channel with what it is there for. */
interface Purpose {
  readonly about: string;
  readonly stops: string;
}

/** The channels that releases post to, each once. */
function channelsOf({ slipway, playbooks }: Readable): ReadonlyMap<string, Purpose> {
  const channels = new Map<string, Purpose>();
  for (const { name, component } of byPlaybook(slipway?.components)) {
    const stops = `No release of ${name} can be shown`;
    channels.set(component.channel, { about: `Home channel of ${name}`, stops });
    const playbook = playbooks.get(component.playbook)?.playbook;
    for (const announced of playbook === undefined ? [] : channelsNeeded(playbook)) {
      const id = slipway?.channels[announced];
      const purpose = { about: `Channel ${announced}`, stops: `${component.playbook} cannot announce there` };
      if (id !== undefined && !channels.has(id)) channels.set(id, purpose);
    }
  }
  return channels;
}

async function lookAt(slack: Slack, id: string, { about, stops }: Purpose): Promise<readonly Finding[]> {
  let answer: unknown;
  try {
    answer = await slack.patiently({ method: 'conversations.info' }, (client) =>
      client.conversations.info({ channel: id }),
    );
  } catch (error) {
    if (!(error instanceof RefusedOutside) || error.code !== 'channel_not_found') throw error;
    const says = `Slack finds no channel ${id}, or it is private and Slipway is not in it. ${stops}.`;
    const fix = 'Correct the id in slipway.yml, or type /invite @slipway in the channel.';
    return [problem('channel-missing', about, says, fix)];
  }
  const { name, is_archived, is_member, is_ext_shared } = z.object({ channel: channelInfo }).parse(answer).channel;
  if (is_archived) {
    const fix = 'Unarchive it, or put another channel into slipway.yml.';
    return [problem('channel-archived', about, `#${name} is archived. ${stops}.`, fix)];
  }
  if (!is_member) {
    const says = `Slipway is not a member of #${name}. ${stops}.`;
    return [problem('channel-not-member', about, says, `Type /invite @slipway in #${name}.`)];
  }
  if (!is_ext_shared) return [ok('channel', about, `#${name}.`)];
  const says = `#${name} is shared with another organisation, whose people read along; their clicks are refused.`;
  return [warning('channel-shared', about, says, 'Choose a channel of your own, if that is not meant.')];
}

/** Whether Slipway may post where slipway.yml says. */
export async function channelFindings(slack: Slack, examined: Readable, place: Place): Promise<readonly Finding[]> {
  const all = [...channelsOf(examined)];
  const found = await Promise.all(
    all.map(([id, purpose]) => look({ ...place, about: purpose.about }, () => lookAt(slack, id, purpose))),
  );
  return found.flat();
}
