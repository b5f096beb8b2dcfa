import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { startSandbox } from './start-sandbox.ts';
import { whenOrphaned } from './when-orphaned.ts';

/** `npm run sandbox`: a local Slack and a local GitHub until Ctrl-C; one line of JSON when they are ready. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'slack-port': { type: 'string', default: '0' },
      'github-port': { type: 'string', default: '0' },
      'page-port': { type: 'string' },
      'events-url': { type: 'string' },
      manifest: { type: 'string' },
      repo: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(
      'npm run sandbox -- [--slack-port N] [--github-port N] [--page-port N] [--events-url URL] [--manifest FILE] [--repo DIR]\n\n' +
        '  --events-url URL  deliver Slack to an app over HTTP (without it: Socket Mode)\n' +
        '  --page-port N     a page in the browser that shows both, to act in\n' +
        '  --manifest FILE   hold the app to its manifest: scopes, commands, events\n' +
        '  --repo DIR        serve a copy of any local git repository as acme/billing; it is never written to\n',
    );
    return;
  }
  const sandbox = await startSandbox({
    slackPort: portOf('--slack-port', values['slack-port']),
    githubPort: portOf('--github-port', values['github-port']),
    pagePort: values['page-port'] === undefined ? undefined : portOf('--page-port', values['page-port']),
    eventsUrl: values['events-url'],
    manifest: values.manifest === undefined ? undefined : manifestIn(values.manifest),
    repo: values.repo,
  });
  process.stdout.write(`${JSON.stringify(sandbox.described)}\n`);
  const stop = (): void => void sandbox.stop().then(() => process.exit(0));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, stop);
  whenOrphaned(stop);
}

function portOf(option: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65_536) return port;
  throw new Error(`${option} takes a port from 0 (any free one) to 65535, not “${text}”.`);
}

function manifestIn(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`--manifest takes the file of an app manifest; ${file} cannot be read.`, { cause: error });
  }
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
