import { z } from 'zod';
import { boltLogger } from '../adapters/slack/bolt-logger.ts';
import { type Slack, slackApi } from '../adapters/slack/client.ts';
import type { Config } from '../config.ts';
import { RefusedOutside } from '../release/outside-errors.ts';
import { scopesNeeded } from '../slack-manifest.ts';
import { channelsNeeded } from '../slipway-cross-checks.ts';
import { type Finding, failing, fine, look, warning } from './finding.ts';
import { roleFindings } from './slack-roles.ts';

const identity = z.object({
  team_id: z.string(),
  team: z.string(),
  user: z.string(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});
const channelInfo = z.object({
  name: z.string(),
  is_archived: z.boolean().default(false),
  is_member: z.boolean().default(false),
  is_ext_shared: z.boolean().default(false),
});

const silent = boltLogger({ info: () => {}, warn: () => {}, error: () => {} });

/** Slack without the pauses that processes share: the doctor asks once. */
function slackOf(token: string, apiUrl: string | undefined): Slack {
  const pauses = { pausedUntil: async () => undefined, pauseUntil: async () => {} };
  return slackApi({ token, apiUrl, pauses, now: () => new Date(), logger: silent });
}

function scopeFindings(granted: readonly string[] | undefined): readonly Finding[] {
  if (granted === undefined) return [];
  const needed = scopesNeeded();
  const missing = needed.filter((scope) => !granted.includes(scope));
  const idle = granted.filter((scope) => !needed.includes(scope));
  const reinstall = 'Update the app from manifest.yml and install it again.';
  return [
    ...(missing.length === 0
      ? [fine('Slack', `All ${needed.length} scopes are granted.`)]
      : [failing('Slack', `Scopes are missing: ${missing.join(', ')}.`, reinstall)]),
    ...(idle.length === 0
      ? []
      : [warning('Slack', `Scopes are granted that Slipway does not use: ${idle.join(', ')}.`, reinstall)]),
  ];
}

async function identityFindings(slack: Slack, { slipway }: Config): Promise<readonly Finding[]> {
  const answer = identity.parse(await slack.patiently({ method: 'auth.test' }, (client) => client.auth.test()));
  if (answer.team_id !== slipway.workspace)
    return [
      failing(
        'Slack',
        `The bot token is of the workspace ${answer.team} (${answer.team_id}), not of ${slipway.workspace}.`,
        `Write workspace: ${answer.team_id} in slipway.yml, or take the other workspace’s token.`,
      ),
    ];
  return [
    fine('Slack', `Signed in to ${answer.team} as ${answer.user}.`),
    ...scopeFindings(answer.response_metadata?.scopes),
  ];
}

async function socketFindings(appToken: string, apiUrl: string | undefined): Promise<readonly Finding[]> {
  const slack = slackOf(appToken, apiUrl);
  await slack.patiently({ method: 'apps.connections.open' }, (client) => client.apps.connections.open({}));
  return [fine('Slack', 'Socket Mode opens.')];
}

async function channelFindings(slack: Slack, id: string, about: string): Promise<readonly Finding[]> {
  const { channel } = await slack.patiently({ method: 'conversations.info' }, (client) =>
    client.conversations.info({ channel: id }),
  );
  const { name, is_archived, is_member, is_ext_shared } = channelInfo.parse(channel);
  if (is_archived)
    return [failing(about, `#${name} is archived.`, 'Unarchive it, or put another channel into slipway.yml.')];
  if (!is_member) return [failing(about, `Slipway is not a member of #${name}.`, `Type /invite @slipway in #${name}.`)];
  const shared = warning(
    about,
    `#${name} is shared with another organisation, whose people read along; their clicks are refused.`,
    'Choose a channel of your own, if that is not meant.',
  );
  return is_ext_shared ? [shared] : [fine(about, `#${name}.`)];
}

/** The channels that releases post to: each once, with what it is there for. */
function channelsOf({ slipway, playbooks }: Config): ReadonlyMap<string, string> {
  const channels = new Map<string, string>();
  for (const [name, component] of Object.entries(slipway.components)) {
    channels.set(component.channel, `Home channel of ${name}`);
    const playbook = playbooks.get(component.playbook)?.playbook;
    for (const announced of playbook === undefined ? [] : channelsNeeded(playbook)) {
      const id = slipway.channels[announced];
      if (id !== undefined && !channels.has(id)) channels.set(id, `Channel ${announced}`);
    }
  }
  return channels;
}

/** Whether Slack knows us, lets us, and has the channels and people that slipway.yml names. */
export async function slackFindings(config: Config): Promise<readonly Finding[]> {
  const { botToken, apiUrl, transport } = config.slack;
  const slack = slackOf(botToken, apiUrl);
  const remedy = 'Try again; if it stays so, see whether this machine reaches Slack.';
  const signedIn = await look('Slack', remedy, () => identityFindings(slack, config));
  const socket =
    transport.kind === 'http'
      ? []
      : await look('Slack', remedy, async () => {
          try {
            return await socketFindings(transport.appToken, apiUrl);
          } catch (error) {
            if (!(error instanceof RefusedOutside)) throw error;
            const fix = 'Take an app-level token with the scope connections:write, and switch Socket Mode on.';
            return [failing('Slack', `Socket Mode does not open (${error.code}).`, fix)];
          }
        });
  if (signedIn[0]?.state === 'failing') return [...signedIn, ...socket]; // of no workspace, or of another one
  const channels: Finding[] = [];
  for (const [id, about] of channelsOf(config))
    channels.push(...(await look(about, remedy, () => channelFindings(slack, id, about))));
  return [...signedIn, ...socket, ...channels, ...(await roleFindings(slack, config, remedy))];
}
