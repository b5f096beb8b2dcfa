import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { problemLine } from '../playbooks.ts';
import { readSlipwayFile } from '../read-slipway-file.ts';
import { slackManifest } from '../slack-manifest.ts';
import { orUsage } from './or-usage.ts';

const usage = `npm run manifest                          writes manifest.yml, for Socket Mode
npm run manifest -- --url https://host     prints the one for HTTP, for a host that Slack can reach
  --command /ship                          another slash command than slipway.yml says`;

/** The text of a manifest, with a line on where it comes from. */
function textOf(manifest: ReturnType<typeof slackManifest>): string {
  return `# Written by \`npm run manifest\`; its source is src/slack-manifest.ts.\n${stringify(manifest)}`;
}

function configuredCommand(): string {
  const read = readSlipwayFile(readFileSync('slipway.yml', 'utf8'));
  if ('slipway' in read) return read.slipway.commands.release;
  throw new Error(read.problems.map((problem) => problemLine({ ...problem, file: 'slipway.yml' })).join('\n'));
}

function asked(): { readonly url?: string | undefined; readonly command: string; readonly help?: boolean } {
  const options = {
    url: { type: 'string' },
    socket: { type: 'boolean' },
    command: { type: 'string' },
    help: { type: 'boolean' },
  } as const;
  const {
    url,
    socket = false,
    help = false,
    command = help ? '' : configuredCommand(),
  } = parseArgs({ options }).values;
  if (help) return { command, help };
  if (url !== undefined && socket) throw new Error('Socket Mode needs no address: leave out --url, or --socket.');
  if (!/^\/[a-z0-9_-]{1,31}$/.test(command))
    throw new Error(
      `${command} is no slash command: / and then lower-case letters, digits, - or _, 32 characters at most.`,
    );
  if (url !== undefined && !(URL.canParse(url) && url.startsWith('https://')))
    throw new Error(`${url} is no address that Slack would call: it begins with https://.`);
  return { url, command };
}

function run(): void {
  const { url, command } = orUsage(usage, asked);
  if (url === undefined) {
    writeFileSync('manifest.yml', textOf(slackManifest(command, { kind: 'socket' })));
    console.error(`Wrote manifest.yml, for Socket Mode and ${command}.`);
  } else console.log(textOf(slackManifest(command, { kind: 'http', url: url.replace(/\/+$/, '') })));
}

run();
