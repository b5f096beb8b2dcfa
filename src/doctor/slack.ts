import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { boltLogger } from '../adapters/slack/bolt-logger.ts';
import { type Slack, slackApi } from '../adapters/slack/client.ts';
import type { Readable } from '../config.ts';
import { RefusedOutside } from '../release/outside-errors.ts';
import { scopesNeeded } from '../slack-manifest.ts';
import { webClock } from './clock.ts';
import { type Finding, look, ok, type Place, problem, warning } from './finding.ts';
import { channelFindings } from './slack-channels.ts';
import { roleFindings } from './slack-roles.ts';

const identity = z.object({
  team_id: z.string(),
  team: z.string(),
  user: z.string(),
  bot_id: z.string().optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});
type Identity = z.output<typeof identity>;

/** What does not work without a scope. */
const uses: Readonly<Record<string, string>> = {
  'channels:history': 'finding its messages again after an interruption',
  'channels:read': 'seeing whether it is in a channel',
  'chat:write': 'every card, ask and announcement',
  commands: 'the slash command',
  'groups:history': 'finding its messages in private channels again after an interruption',
  'groups:read': 'seeing whether it is in a private channel',
  'files:read': 'files as evidence in checklists',
  'usergroups:read': 'filling roles from user groups',
  'users:read': 'knowing who is a guest or gone',
};

const silent = boltLogger({ info: () => {}, warn: () => {}, error: () => {} });

const place = {
  about: 'Slack',
  unreachable: 'slack-unreachable',
  refused: 'slack-refused',
  remedy: 'Try again; if it stays so, see whether this machine reaches Slack. Without it no release moves.',
  within: 15,
} as const satisfies Place;

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
      ? [ok('slack', 'Slack', `All ${needed.length} scopes are granted.`)]
      : [
          problem(
            'slack-scopes-missing',
            'Slack',
            `Scopes are missing: ${missing.join(', ')}. They stop ${missing.map((scope) => uses[scope] ?? scope).join('; ')}.`,
            reinstall,
          ),
        ]),
    ...(idle.length === 0
      ? []
      : [
          warning(
            'slack-scopes-idle',
            'Slack',
            `Scopes are granted that Slipway does not use: ${idle.join(', ')}. They stop nothing, and help who steals the token.`,
            reinstall,
          ),
        ]),
  ];
}

function identityFindings(read: Identity, { slipway }: Readable): readonly Finding[] {
  if (slipway !== undefined && read.team_id !== slipway.workspace)
    return [
      problem(
        'slack-workspace',
        'Slack',
        `The bot token is of the workspace ${read.team} (${read.team_id}), not of ${slipway.workspace}: every click would be refused.`,
        `Write workspace: ${read.team_id} in slipway.yml, or take the other workspace’s token.`,
      ),
    ];
  return [
    ok('slack', 'Slack', `Signed in to ${read.team} as ${read.user}.`),
    ...scopeFindings(read.response_metadata?.scopes),
  ];
}

async function appOf(slack: Slack, bot: string): Promise<string | undefined> {
  const answer = await slack.patiently({ method: 'bots.info' }, (client) => client.bots.info({ bot }));
  return z.object({ bot: z.object({ app_id: z.string().optional() }) }).parse(answer).bot.app_id;
}

/** The app-level token says in its text of which app it is. */
async function otherApp(slack: Slack, read: Identity | undefined, appToken: string): Promise<readonly Finding[]> {
  const [, said] = /^xapp-\d+-(A[A-Z0-9]+)-/.exec(appToken) ?? [];
  if (read?.bot_id === undefined || said === undefined) return [];
  const app = await appOf(slack, read.bot_id);
  if (app === undefined || app === said) return [];
  const says = `SLACK_APP_TOKEN is of the app ${said}, SLACK_BOT_TOKEN of ${app}: commands and clicks would go astray.`;
  return [problem('slack-app-token-other', 'Slack', says, `Take both tokens from the pages of one app.`)];
}

async function socketFindings({ slack: settings }: Readable): Promise<readonly Finding[]> {
  const { transport, apiUrl } = settings;
  if (transport.kind === 'http') {
    if (/^[0-9a-f]{32}$/.test(transport.signingSecret)) return [];
    const says =
      'SLACK_SIGNING_SECRET does not look like one (32 digits and letters a to f): every click would be refused.';
    const fix = 'Take the signing secret from the app’s Basic Information page; not the client secret.';
    return [problem('slack-signing-secret', 'Slack', says, fix)];
  }
  const slack = slackOf(transport.appToken, apiUrl);
  try {
    await slack.patiently({ method: 'apps.connections.open' }, (client) => client.apps.connections.open({}));
  } catch (error) {
    if (!(error instanceof RefusedOutside)) throw error;
    const fix = 'Take an app-level token with the scope connections:write, and switch Socket Mode on.';
    const says = `Socket Mode does not open (${error.code}), so no command and no click arrives.`;
    return [problem('slack-app-token', 'Slack', says, fix)];
  }
  return [ok('slack', 'Slack', 'Socket Mode opens.')];
}

const manifest = z.object({ features: z.object({ slash_commands: z.array(z.object({ command: z.string() })) }) });

/** Slack tells nobody which commands an app has. What it was probably made from is a file beside slipway.yml. */
function commandFindings({ slipway, slipwayFile }: Readable): readonly Finding[] {
  let text: string;
  try {
    text = readFileSync(join(dirname(slipwayFile), 'manifest.yml'), 'utf8');
  } catch {
    return []; // made from another one
  }
  const read = manifest.safeParse(parse(text, { logLevel: 'silent' }));
  if (slipway === undefined || !read.success) return [];
  const declared = read.data.features.slash_commands.map(({ command }) => command);
  const { release } = slipway.commands;
  if (declared.includes(release)) return [];
  const says = `slipway.yml says ${release}, manifest.yml ${declared.join(', ')}. Where the app was made from that file, Slack does not know ${release}.`;
  return [
    warning('slack-command', 'Slack', says, 'Run npm run manifest and update the app from it, or correct slipway.yml.'),
  ];
}

/** Whether Slack knows us, lets us, and has the channels and people that slipway.yml names. */
export async function slackFindings(examined: Readable, now: () => Date): Promise<readonly Finding[]> {
  const { botToken, apiUrl, transport } = examined.slack;
  const slack = slackOf(botToken, apiUrl);
  let read: Identity | undefined;
  const signedIn = await look(place, async () => {
    read = identity.parse(await slack.patiently({ method: 'auth.test' }, (client) => client.auth.test()));
    return identityFindings(read, examined);
  });
  const stranger = signedIn.some(({ code }) => code !== 'slack' && !code.startsWith('slack-scopes'));
  if (signedIn.some(({ code }) => code === 'slack-unreachable')) return signedIn;
  const rest = await Promise.all([
    look(place, () => socketFindings(examined)),
    look(place, async () => (transport.kind === 'socket' ? otherApp(slack, read, transport.appToken) : [])),
    look(place, async () => commandFindings(examined)),
    look(place, () => webClock('clock-slack', 'Slack', `${apiUrl ?? 'https://slack.com/api/'}api.test`, now)),
    stranger ? [] : channelFindings(slack, examined, place), // of no workspace, or of another one
    stranger ? [] : roleFindings(slack, examined, place),
  ]);
  return [...signedIn, ...rest.flat()];
}
