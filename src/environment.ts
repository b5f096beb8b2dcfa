import { createPrivateKey } from 'node:crypto';
import { nearest } from './release/nearest.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A mistake in how Slipway is set up: where, what is wrong, what to do. Holds no secret. */
export interface SetupProblem {
  /** The variable, or file:line:column. */
  readonly place: string;
  readonly message: string;
  readonly fix: string;
}

/** Slack, reached over a Socket Mode connection that Slipway opens, or over HTTP requests that Slack sends. */
export type SlackTransport =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string };

/** What the environment says: the contract with whoever runs Slipway. */
export interface Settings {
  readonly slack: {
    readonly botToken: string;
    readonly transport: SlackTransport;
    /** Ends in `/api/`; undefined: Slack's own. */
    readonly apiUrl: string | undefined;
  };
  readonly github: {
    readonly credentials: { readonly token: string } | { readonly appId: string; readonly privateKey: string };
    /** Without a slash at its end; undefined: GitHub's own. */
    readonly apiUrl: string | undefined;
    readonly webhookSecret: string | undefined;
    readonly clientId: string | undefined;
  };
  /** PostgreSQL; undefined: embedded in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** Redis; undefined: the queue is on the store. */
  readonly redisUrl: string | undefined;
  readonly dataDir: string;
  readonly slipwayFile: string;
  readonly playbooksDir: string;
  readonly port: number;
  readonly host: string;
  readonly role: 'web' | 'worker' | 'all';
  readonly logLevel: (typeof logLevels)[number];
  /** How long a process that stops says so at /readyz and still serves, so that a load balancer turns away from it. */
  readonly drainSeconds: number;
  /** How often owed work is looked for. */
  readonly sweepSeconds: number;
  /** How often GitHub is asked about what releases wait for. */
  readonly pollSeconds: number;
  /** What a reader of `/metrics` has to bring; undefined: there is no `/metrics`. */
  readonly metricsToken: string | undefined;
  /** The OTLP collector that traces are sent to, without a slash at its end; undefined: nothing is traced. */
  readonly tracesUrl: string | undefined;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const roles = ['web', 'worker', 'all'] as const;

/** Reads variables one by one and collects what is wrong with them. */
class Reader {
  readonly problems: SetupProblem[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** A variable; one that is empty counts as not set. */
  get(name: string): string | undefined {
    const value = this.#environment[name]?.trim();
    return value === '' ? undefined : value;
  }

  wrong(place: string, message: string, fix: string): '' {
    this.problems.push({ place, message, fix });
    return '';
  }

  /** For a variable that is needed: says so, and which one may have been meant. */
  missing(name: string, fix: string): '' {
    const near = nearest(
      name,
      Object.keys(this.#environment).filter((one) => one.includes('_') && this.get(one) !== undefined),
    );
    const instead = near === undefined || known.has(near) ? '' : ` ${near} is set: is it meant?`;
    return this.wrong(name, `is not set.${instead}`, fix);
  }

  startingWith(name: string, starts: readonly string[], fix: string): string | undefined {
    const value = this.get(name);
    if (value === undefined || starts.some((start) => value.startsWith(start))) return value;
    return this.wrong(name, `does not begin with ${starts.join(' or ')}.`, fix);
  }

  url(name: string): string | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (URL.canParse(value) && /^https?:/.test(value)) return value;
    return this.wrong(name, 'is not an address.', 'Write it with its beginning: https://…');
  }

  oneOf<T extends string>(name: string, among: readonly T[], usual: T): T {
    const value = this.get(name) ?? usual;
    const found = among.find((one) => one === value);
    if (found === undefined) this.wrong(name, `cannot be “${value}”.`, `Write one of: ${among.join(', ')}.`);
    return found ?? usual;
  }

  whole(name: string, usual: number, least: number, most: number): number {
    const value = this.get(name);
    if (value === undefined) return usual;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    this.wrong(name, `cannot be “${value}”.`, `Write a whole number from ${least} to ${most}.`);
    return usual;
  }
}

const known: ReadonlySet<string> = new Set([
  ...['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_API_URL'],
  ...['GITHUB_TOKEN', 'GITHUB_APP_ID', 'GITHUB_PRIVATE_KEY', 'GITHUB_API_URL'],
  ...['GITHUB_WEBHOOK_SECRET', 'GITHUB_CLIENT_ID', 'DATABASE_URL', 'REDIS_URL', 'DATA_DIR'],
  ...['SLIPWAY_CONFIG', 'PLAYBOOKS_DIR', 'PORT', 'HOST', 'ROLE', 'LOG_LEVEL', 'SWEEP_SECONDS', 'POLL_SECONDS'],
  ...['DRAIN_SECONDS'],
  ...['METRICS_TOKEN', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
]);

function transportOf(read: Reader): SlackTransport {
  const appToken = read.startingWith(
    'SLACK_APP_TOKEN',
    ['xapp-'],
    'Take the app-level token from the app’s Basic Information page.',
  );
  const signingSecret = read.get('SLACK_SIGNING_SECRET');
  if (appToken !== undefined && signingSecret !== undefined)
    read.wrong(
      'SLACK_APP_TOKEN',
      'is set, and SLACK_SIGNING_SECRET too, so it is open how Slack is to be reached.',
      'Unset SLACK_SIGNING_SECRET for Socket Mode, or SLACK_APP_TOKEN for HTTP.',
    );
  if (appToken !== undefined) return { kind: 'socket', appToken };
  const fix = 'Set it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP; both are on the app’s Basic Information page.';
  return { kind: 'http', signingSecret: signingSecret ?? read.missing('SLACK_APP_TOKEN', fix) };
}

function slackOf(read: Reader): Settings['slack'] {
  const where = 'Take the bot token (xoxb-…) from the app’s OAuth & Permissions page.';
  const botToken = read.startingWith('SLACK_BOT_TOKEN', ['xoxb-', 'xoxe.xoxb-'], where);
  const apiUrl = read.url('SLACK_API_URL');
  return {
    botToken: botToken ?? read.missing('SLACK_BOT_TOKEN', where),
    transport: transportOf(read),
    apiUrl: apiUrl === undefined ? undefined : `${apiUrl.replace(/\/+$/, '')}/`,
  };
}

function isKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).type === 'private';
  } catch {
    return false;
  }
}

function credentialsOf(read: Reader): Settings['github']['credentials'] {
  const token = read.get('GITHUB_TOKEN');
  const appId = read.get('GITHUB_APP_ID');
  // Where an environment holds one line only, the key's line breaks are written as \n.
  const privateKey = read.get('GITHUB_PRIVATE_KEY')?.replaceAll('\\n', '\n');
  if (token !== undefined && (appId ?? privateKey) !== undefined)
    read.wrong(
      'GITHUB_TOKEN',
      'is set, and GITHUB_APP_ID or GITHUB_PRIVATE_KEY too, so it is open who Slipway is on GitHub.',
      'Unset GITHUB_TOKEN to act as the App, or the other two to act by the token.',
    );
  if (token !== undefined) return { token };
  if (appId === undefined && privateKey === undefined)
    return {
      token: read.missing('GITHUB_TOKEN', 'Set it, or GITHUB_APP_ID and GITHUB_PRIVATE_KEY of a GitHub App.'),
    };
  if (privateKey !== undefined && !isKey(privateKey))
    read.wrong(
      'GITHUB_PRIVATE_KEY',
      'is not a PEM key that can be read.',
      'Put the whole .pem file on one line in single quotes; write its line breaks as \\n.',
    );
  return {
    appId: appId ?? read.missing('GITHUB_APP_ID', 'Take the App ID from the App’s settings on GitHub.'),
    privateKey: privateKey ?? read.missing('GITHUB_PRIVATE_KEY', 'Generate a private key in the App’s settings.'),
  };
}

const shortestToken = 16; // /metrics is on the port that Slack reaches, so anybody may try

function metricsTokenOf(read: Reader): string | undefined {
  const token = read.get('METRICS_TOKEN');
  if (token === undefined || token.length >= shortestToken) return token;
  return read.wrong(
    'METRICS_TOKEN',
    `is shorter than ${shortestToken} characters, and /metrics is on the port that Slack reaches.`,
    'Write a random one, such as `openssl rand -hex 24` prints.',
  );
}

/** The settings of an environment, and everything that is wrong with it at once. The settings count only without problems. */
export function readEnvironment(environment: Environment): {
  readonly settings: Settings;
  readonly problems: readonly SetupProblem[];
} {
  const read = new Reader(environment);
  const settings: Settings = {
    slack: slackOf(read),
    github: {
      credentials: credentialsOf(read),
      apiUrl: read.url('GITHUB_API_URL')?.replace(/\/+$/, ''),
      webhookSecret: read.get('GITHUB_WEBHOOK_SECRET'),
      clientId: read.get('GITHUB_CLIENT_ID'),
    },
    databaseUrl: read.startingWith(
      'DATABASE_URL',
      ['postgres://', 'postgresql://'],
      'Write postgres://user:password@host:5432/database.',
    ),
    redisUrl: read.startingWith('REDIS_URL', ['redis://', 'rediss://'], 'Write redis://host:6379.'),
    dataDir: read.get('DATA_DIR') ?? './data',
    slipwayFile: read.get('SLIPWAY_CONFIG') ?? './slipway.yml',
    playbooksDir: read.get('PLAYBOOKS_DIR') ?? './playbooks',
    port: read.whole('PORT', 3000, 0, 65_535),
    host: read.get('HOST') ?? '127.0.0.1',
    role: read.oneOf('ROLE', roles, 'all'),
    logLevel: read.oneOf('LOG_LEVEL', logLevels, 'info'),
    drainSeconds: read.whole('DRAIN_SECONDS', 0, 0, 60),
    sweepSeconds: read.whole('SWEEP_SECONDS', 5, 1, 3600),
    pollSeconds: read.whole('POLL_SECONDS', 30, 1, 3600),
    metricsToken: metricsTokenOf(read),
    tracesUrl: read.url('OTEL_EXPORTER_OTLP_ENDPOINT')?.replace(/\/+$/, ''),
  };
  if (settings.databaseUrl === undefined && settings.role !== 'all')
    read.wrong(
      'ROLE',
      `is ${settings.role}, but the embedded store belongs to one process.`,
      'Set DATABASE_URL, or leave ROLE out.',
    );
  return { settings, problems: read.problems };
}
