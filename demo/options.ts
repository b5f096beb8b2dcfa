import { parseArgs } from 'node:util';

/** What the demo was asked for. */
export interface DemoOptions {
  /** Plays the beginning and goes on by lines, in the terminal. */
  readonly terminal: boolean;
  /** Where the page listens; undefined: its usual port, or a free one. */
  readonly port: number | undefined;
  /** Goes on by itself to the end. */
  readonly play: boolean;
  /** A git repository to play with a copy of. */
  readonly repo: string | undefined;
  /** Slipway's own log, on standard output. */
  readonly logLevel: string;
  /** Plays in Chromium, and leaves pictures of the main moments in this folder. */
  readonly record: string | undefined;
  readonly help: boolean;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export const usage = `npm run demo -- [--port N] [--play] [--terminal] [--record DIR] [--repo DIR] [--log-level LEVEL]

  A local Slack, a local GitHub and Slipway, on this machine alone, and a page in your browser to play a release in.

  --port N           where the page listens (4747, or any free port where that is taken)
  --play             everybody does their part, to the end, told in the terminal
  --terminal         the same by hand, by lines in the terminal (type help there)
  --repo DIR         play with a copy of your own git repository; yours is only read
  --record DIR       play in Chromium, and leave pictures of the main moments in a folder
  --log-level LEVEL  show Slipway’s log too: ${logLevels.join(', ')}
`;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        play: { type: 'boolean', default: false },
        terminal: { type: 'boolean', default: false },
        port: { type: 'string' },
        record: { type: 'string' },
        repo: { type: 'string' },
        'log-level': { type: 'string', default: 'silent' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`${said}. npm run demo -- --help lists the options.`, { cause: error });
  }
}

/** Reads the command line; throws a sentence for what it does not know. */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parsed(args);
  const logLevel = values['log-level'];
  if (!logLevels.includes(logLevel))
    throw new Error(`--log-level takes one of ${logLevels.join(', ')}, not “${logLevel}”.`);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(/^\d+$/.test(values.port ?? '') && port < 65_536))
    throw new Error(`--port takes a port from 0 (any free one) to 65535, not “${values.port}”.`);
  if (values.repo === '') throw new Error('--repo takes the folder of a git repository.');
  if (values.record === '') throw new Error('--record takes a folder for the pictures.');
  if (values.record !== undefined && (values.play || values.terminal || values.repo !== undefined))
    throw new Error('--record plays the same release each time: it goes with --port and --log-level alone.');
  return {
    record: values.record,
    play: values.play,
    terminal: values.terminal,
    port,
    repo: values.repo,
    logLevel,
    help: values.help,
  };
}
