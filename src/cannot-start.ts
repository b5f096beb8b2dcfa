import { slackFailure } from './adapters/slack/slack-errors.ts';
import { Outage, RefusedOutside } from './release/outside-errors.ts';

/** Slipway cannot start, for a reason that whoever keeps it can mend: its message says which, and what to do. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

/**
 * Waits for a part of the start.
 *
 * @param remedyOf what is wrong and what to do; undefined for what nobody expected, which is thrown as it is.
 * @throws CannotStart
 */
export async function orCannotStart<T>(part: Promise<T>, remedyOf: (error: Error) => string | undefined): Promise<T> {
  try {
    return await part;
  } catch (error) {
    const told = error instanceof Error ? remedyOf(error) : undefined;
    if (told === undefined) throw error;
    throw new CannotStart(
      `Slipway cannot start. ${told} Run \`npm run doctor\`: it looks at all of the installation.`,
      {
        cause: error,
      },
    );
  }
}

/** What is said of a port that cannot be listened on. */
export function portRemedy(port: number, host: string): (error: Error) => string | undefined {
  const said: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} of ${host} is taken by another process: stop that one, or set PORT.`,
    EACCES: `Port ${port} of ${host} may not be opened by this user: set PORT to one above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${host}: correct HOST.`,
    ENOTFOUND: `This machine has no address ${host}: correct HOST.`,
  };
  return (error) => ('code' in error ? said[String(error.code)] : undefined);
}

/** What is said of a store that cannot be opened. */
export function storeRemedy(databaseUrl: string | undefined): (error: Error) => string {
  const look = databaseUrl === undefined ? 'Look at DATA_DIR.' : 'Start PostgreSQL, or correct DATABASE_URL.';
  return ({ message }) => `${ended(message)}${message.includes('DATABASE_URL') ? '' : ` ${look}`}`;
}

/** What is said of a Slack that does not answer, or says no. */
export function slackRemedy(error: Error): string | undefined {
  if (error instanceof RefusedOutside) return `${ended(error.message)} ${error.remedy}`;
  return error instanceof Outage ? ended(error.message) : undefined;
}

/** What is said of a socket that Slack does not open: the same call as any other, by another token. */
export function socketRemedy(now: () => Date): (error: Error) => string | undefined {
  return (error) =>
    slackRemedy(slackFailure('apps.connections.open', error, now()))?.replace(
      'the bot token of the installed app into SLACK_BOT_TOKEN',
      'an app-level token (xapp-…) from the app’s Basic Information page into SLACK_APP_TOKEN',
    );
}

const ended = (words: string): string => words.replace(/(?<![.!?])$/, '.');
