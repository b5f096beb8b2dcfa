import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { Agent, createServer, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { freshPlace } from '../test/stores.ts';
import { type Compared, compared, perSecond } from './rounds.ts';

const side = 20;
const agent = new Agent({ keepAlive: true, maxSockets: side });

/** A server of ours on a free port. */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Posts a command as Slack does; resolves with the status of its acknowledgement. */
function post(port: number, secret: string, body: string): Promise<number> {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: '/slack/events', method: 'POST', headers, agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end(body);
  });
}

/** Where apps answer commands: one address a command, so that each answer finds the one who waits for it. */
async function responseUrls() {
  const waiting = new Map<string, () => void>();
  const server = createServer((asked, response) => {
    asked.resume().on('end', () => {
      response.end('ok');
      waiting.get(asked.url ?? '')?.();
    });
  });
  const port = await listening(server);
  return {
    url: (path: string) => `http://127.0.0.1:${port}${path}`,
    /** Resolves when somebody answers there. */
    answered: (path: string) =>
      new Promise<void>((resolve) => {
        waiting.set(path, () => {
          waiting.delete(path);
          resolve();
        });
      }),
    close: () => server.close(),
  };
}

let sent = 0;
function status(responseUrl: string): string {
  return new URLSearchParams({
    command: '/release',
    text: 'status',
    user_id: 'U0MARIA',
    user_name: 'maria',
    channel_id: 'C0BACKEND',
    channel_name: 'dev-backend-github',
    team_id: 'T0SLIPWAY',
    team_domain: 'acme',
    api_app_id: 'A0SLIPWAY',
    trigger_id: `${sent}.bench`,
    response_url: responseUrl,
    is_enterprise_install: 'false',
    token: 'unused',
  }).toString();
}

/** Whether a process listens on a port. */
function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.unref().on('connect', () => socket.destroy());
  });
}

async function started(program: readonly string[], port: number, environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, program, { env: { ...process.env, ...environment }, stdio: 'inherit' });
  for (let tries = 0; tries < 300; tries += 1) {
    if (await listens(port)) return child;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error(`${program.join(' ')} does not answer.`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exited;
}

/**
 * `/release status` acknowledged and answered by a whole Slipway, over a Bolt app that acknowledges and answers one
 * fixed text. Twenty people ask; each asks again once answered.
 */
export async function statusBench(rounds: number, seconds: number): Promise<Compared> {
  const place = await freshPlace();
  const { slack, github, stop } = await startSandbox();
  const answers = await responseUrls();
  const [bolt, ours] = [await freePort(), await freePort()];
  const secret = slack.signingSecret;
  const environment = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: secret,
    SLACK_APP_TOKEN: '',
    SLACK_API_URL: slack.apiUrl,
    GITHUB_TOKEN: github.token,
    GITHUB_API_URL: github.url,
    DATABASE_URL: place.databaseUrl ?? '',
    REDIS_URL: place.redisUrl ?? '',
    DATA_DIR: place.dataDir,
    PORT: String(ours),
    LOG_LEVEL: 'error',
  };
  const children = [
    await started(['bench/bare-bolt.ts', String(bolt), secret], bolt),
    await started(['src/main.ts'], ours, environment),
  ];
  const asked = (port: number) => () =>
    perSecond(side, seconds, async () => {
      sent += 1;
      const path = `/${sent}`;
      const answered = answers.answered(path);
      const code = await post(port, secret, status(answers.url(path)));
      if (code !== 200) throw new Error(`A command was acknowledged with ${code}.`);
      await answered;
    });
  try {
    return await compared('/release status answered', rounds, asked(ours), asked(bolt));
  } finally {
    await Promise.all(children.map(ended));
    answers.close();
    agent.destroy();
    await stop();
    await place.remove();
  }
}
