import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { type SlackClient, slackClient } from '../../../sandbox/slack/client.ts';
import { type LocalSlack, type SlackOptions, startSlack } from '../../../sandbox/slack/start-slack.ts';
import { smallWorld } from './small-world.ts';

/** A local Slack with an unmodified Bolt app on it. */
export interface Rig extends AsyncDisposable {
  readonly slack: LocalSlack;
  readonly app: App;
  readonly client: SlackClient;
}

const clientOptions = (slack: LocalSlack) => ({ slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });

/** Starts a Slack and a Bolt app with the listeners that `listen` adds. */
export async function rig(
  transport: 'http' | 'socket',
  listen: (app: App) => void,
  options: Partial<SlackOptions> = {},
): Promise<Rig> {
  const slack = await startSlack({ world: smallWorld, ...options });
  const app = transport === 'http' ? overHttp(slack) : overSocket(slack);
  listen(app);
  await start(app, slack, transport);
  return {
    slack,
    app,
    client: slackClient(slack.controlUrl),
    [Symbol.asyncDispose]: async () => {
      await app.stop();
      await slack.stop();
    },
  };
}

function overHttp(slack: LocalSlack): App {
  return new App({
    token: slack.botToken,
    signingSecret: slack.signingSecret,
    logLevel: LogLevel.ERROR,
    clientOptions: clientOptions(slack),
  });
}

function overSocket(slack: LocalSlack): App {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logLevel: LogLevel.ERROR,
    clientPingTimeout: 100,
    installerOptions: { clientOptions: clientOptions(slack) },
  });
  return new App({ token: slack.botToken, receiver, logLevel: LogLevel.ERROR, clientOptions: clientOptions(slack) });
}

async function start(app: App, slack: LocalSlack, transport: 'http' | 'socket'): Promise<void> {
  const server: unknown = await app.start(0);
  if (transport === 'socket') return;
  const address =
    typeof server === 'object' && server !== null && 'address' in server && typeof server.address === 'function'
      ? portOf(server.address())
      : undefined;
  if (address === undefined) throw new Error('the Bolt app has no port');
  slack.setEventsUrl(`http://127.0.0.1:${address}/slack/events`);
}

function portOf(address: unknown): number | undefined {
  if (typeof address !== 'object' || address === null || !('port' in address)) return undefined;
  return typeof address.port === 'number' ? address.port : undefined;
}
