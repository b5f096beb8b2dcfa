import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Controlled, serveControl } from './control/serve-control.ts';
import { createDelivery } from './delivery/delivery.ts';
import { outlet } from './delivery/events.ts';
import { createSockets, type Sockets } from './delivery/transport-socket.ts';
import { answerJson, answerText } from './http/answer.ts';
import { declaration } from './manifest.ts';
import type { Sandbox } from './people/sandbox.ts';
import { createWorkspace } from './state/workspace.ts';
import { appMethods } from './web-api/app.ts';
import { chatMethods } from './web-api/chat.ts';
import { conversationMethods } from './web-api/conversations.ts';
import { createFaults } from './web-api/faults.ts';
import { fileMethods } from './web-api/files.ts';
import { peopleMethods } from './web-api/people.ts';
import { createRateLimits } from './web-api/rate-limits.ts';
import { scheduling } from './web-api/scheduled.ts';
import { serveFile, serveUpload } from './web-api/serve-files.ts';
import { serveResponses } from './web-api/serve-responses.ts';
import { serveWebApi, type WebApi } from './web-api/serve-web-api.ts';
import { viewMethods } from './web-api/views.ts';
import { type SlackWorld, slackWorld } from './world.ts';

/** How a local Slack is started. */
export interface SlackOptions {
  readonly world: SlackWorld;
  /** 0: any free port. */
  readonly port?: number;
  /** Where commands, interactions and events are posted; Socket Mode connections take precedence over it. */
  readonly eventsUrl?: string;
  /** An app manifest object: scopes, commands, shortcuts and events are then held to it. */
  readonly manifest?: unknown;
  /** Milliseconds; the clock of triggers, response URLs, timestamps and rate limits. */
  readonly now?: () => number;
  /** How long the app may take to acknowledge: Slack's 3,000. */
  readonly ackTimeoutMs?: number;
  /** Waits before an event is tried again: Slack's 0, 1 and 5 minutes. */
  readonly retryDelaysMs?: readonly number[];
  /** Whether rate limits hold from the start. */
  readonly rateLimits?: boolean;
  /** Given instead of made up, so that an app's environment can be written before this starts. */
  readonly tokens?: { readonly bot?: string; readonly app?: string; readonly signing?: string };
}

/** A running local Slack. */
export interface LocalSlack {
  readonly url: string;
  /** For `clientOptions.slackApiUrl`. */
  readonly apiUrl: string;
  /** For `slackClient`. */
  readonly controlUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly setEventsUrl: (url: string | undefined) => void;
  /** What people act in, for a page that shows it. */
  readonly inside: Sandbox;
  readonly stop: () => Promise<void>;
}

const retryDelays = [0, 60_000, 300_000];

/** Starts a local Slack on 127.0.0.1. Throws a ZodError for a world or manifest that Slack would refuse. */
export async function startSlack(options: SlackOptions): Promise<LocalSlack> {
  const now = options.now ?? Date.now;
  const workspace = createWorkspace(
    slackWorld.parse(options.world),
    declaration(options.manifest),
    now,
    options.tokens,
  );
  const sockets = createSockets(workspace);
  const rateLimits = createRateLimits(now);
  rateLimits.on = options.rateLimits ?? false;
  const delivery = createDelivery(workspace, sockets, {
    eventsUrl: options.eventsUrl,
    ackTimeoutMs: options.ackTimeoutMs ?? 3_000,
    retryDelaysMs: options.retryDelaysMs ?? retryDelays,
  });
  workspace.emit = outlet(workspace, delivery, () => rateLimits.on);
  const faults = createFaults();
  const scheduled = scheduling();
  const families = { ...appMethods, ...chatMethods, ...conversationMethods, ...fileMethods, ...peopleMethods };
  const methods = { ...families, ...viewMethods, ...scheduled.methods };
  const handle = router(
    { workspace, methods, faults, rateLimits },
    { workspace, delivery, faults, rateLimits, sockets },
  );

  const server = await listening(handle, sockets, options.port ?? 0);
  workspace.url = `http://127.0.0.1:${portOf(server.address())}`;
  return {
    url: workspace.url,
    apiUrl: `${workspace.url}/api/`,
    controlUrl: `${workspace.url}/control/`,
    botToken: workspace.tokens.bot,
    appToken: workspace.tokens.app,
    signingSecret: workspace.tokens.signing,
    inside: { workspace, delivery },
    setEventsUrl: (url) => {
      delivery.options.eventsUrl = url;
    },
    stop: async () => {
      scheduled.stop();
      delivery.stop();
      await sockets.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function listening(handle: Handle, sockets: Sockets, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error('local Slack:', error);
      answerJson(response, 500, { ok: false, error: 'internal_error' });
    });
  });
  server.on('upgrade', (request, socket, head) => sockets.accept(request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return server;
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the local Slack has no port');
  return address.port;
}

function router(api: WebApi, controlled: Controlled): Handle {
  return async (request, response) => {
    response.setHeader('date', new Date(api.workspace.now()).toUTCString());
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (path.startsWith('/api/')) return serveWebApi(api, request, response);
    if (path.startsWith('/response/')) return serveResponses(api.workspace, api.faults, request, response);
    if (path.startsWith('/control/')) return serveControl(controlled, request, response);
    if (path.startsWith('/upload/v1/')) return serveUpload(api.workspace, request, response);
    if (path.startsWith('/files/')) return serveFile(api.workspace, request, response);
    answerText(response, 404, 'not found');
  };
}
