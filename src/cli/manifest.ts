import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { problemLine } from '../playbooks.ts';
import { readSlipwayFile } from '../read-slipway-file.ts';
import { slackManifest } from '../slack-manifest.ts';

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

function run(): number {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      socket: { type: 'boolean' },
      command: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const { url, socket = false, help = false } = values;
  if (help || (url !== undefined && socket)) {
    console.error(usage);
    return help ? 0 : 2;
  }
  const command = values.command ?? configuredCommand();
  if (!/^\/[a-z0-9_-]{1,31}$/.test(command)) {
    console.error(
      `${command} is no slash command: / and then lower-case letters, digits, - or _, 32 characters at most.`,
    );
    return 2;
  }
  if (url === undefined) {
    writeFileSync('manifest.yml', textOf(slackManifest(command, { kind: 'socket' })));
    return 0;
  }
  if (!URL.canParse(url) || !url.startsWith('https://')) {
    console.error(`${url} is no address that Slack would call: it begins with https://.`);
    return 2;
  }
  console.log(textOf(slackManifest(command, { kind: 'http', url: url.replace(/\/+$/, '') })));
  return 0;
}

process.exitCode = run();
