import { parseArgs } from 'node:util';

/** What the demo was asked for. */
export interface DemoOptions {
  /** Goes on by itself to the end. */
  readonly play: boolean;
  /** A git repository to play with a copy of. */
  readonly repo: string | undefined;
  /** Slipway's own log, on standard output. */
  readonly logLevel: string;
  readonly help: boolean;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export const usage = `npm run demo -- [--play] [--repo DIR] [--log-level LEVEL]

  A local Slack, a local GitHub and Slipway, on this machine alone: plays a release up to the first decision that a
  person takes, then lets you go on by hand (type help there).

  --play             go on to the end: everybody does their part
  --repo DIR         play with a copy of your own git repository; yours is only read
  --log-level LEVEL  show Slipway’s log too: ${logLevels.join(', ')}
`;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        play: { type: 'boolean', default: false },
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
  if (values.repo === '') throw new Error('--repo takes the folder of a git repository.');
  return { play: values.play, repo: values.repo, logLevel, help: values.help };
}
