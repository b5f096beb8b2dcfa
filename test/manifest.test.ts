import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { eventScopes, hintedWords, methodScopes, scopesNeeded, slackManifest } from '../src/slack-manifest.ts';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name !== 'slack-manifest.ts')
  .map((name) => readFileSync(join('src', name), 'utf8'));

/** Every first group of the pattern in the sources, once, in order. */
function inSources(pattern: RegExp): readonly string[] {
  return [...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')))].sort();
}

const families = 'auth|bookmarks|bots|chat|conversations|files|pins|reactions|team|usergroups|users|views';
const socket = slackManifest('/release', { kind: 'socket' });
const http = slackManifest('/release', { kind: 'http', url: 'https://slipway.example.com' });

describe('what the code does with Slack is what the manifest says', () => {
  it('calls the Web API methods whose scopes are asked for, and no others', () => {
    const called = inSources(new RegExp(`\\bclient\\s*\\.((?:${families})\\.[a-zA-Z]+)\\b`, 'g'));
    expect(called).toEqual(Object.keys(methodScopes).sort());
    expect(inSources(/\.apiCall\(\s*'([^']+)'/g)).toEqual([]);
  });

  it('handles the events that are subscribed, and no others', () =>
    expect(inSources(/\bapp\.event\(\s*'([^']+)'/g)).toEqual(Object.keys(eventScopes).sort()));

  it('listens to shortcuts, and declares the one that a story has', () => {
    expect(inSources(/\bapp\.(shortcut)\(/g)).toEqual(['shortcut']);
    expect(inSources(/\{ shortcut: '([a-z-]+)'/g)).toEqual(socket.features.shortcuts.map((one) => one.callback_id));
  });

  it('listens to clicks, forms and external selects, and declares them', () => {
    expect(inSources(/\bapp\.(action|options|view)\(/g)).toEqual(['action', 'options', 'view']);
    const { interactivity } = http.settings;
    expect(interactivity).toEqual({
      is_enabled: true,
      request_url: 'https://slipway.example.com/slack/events',
      message_menu_options_url: 'https://slipway.example.com/slack/events',
    });
    expect(inSources(/'POST (\/[a-z/]+)': receiver/g)).toEqual(['/slack/events']);
  });

  it('hints the words that the command understands', () =>
    expect([...hintedWords].sort()).toEqual(inSources(/^\s*(?:\{ )?word: '([a-z-]+)'/gm)));
});

describe('the manifest', () => {
  it('asks for the least', () =>
    expect(scopesNeeded()).toEqual([
      'app_mentions:read',
      'channels:history',
      'channels:read',
      'chat:write',
      'commands',
      'files:read',
      'groups:history',
      'groups:read',
      'im:history',
      'im:write',
      'usergroups:read',
      'users:read',
    ]));

  it.each(['1', '2'])('is one by Slack’s JSON Schema, major version %s', (version) => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(
      JSON.parse(readFileSync(`test/fixtures/slack-manifest.schema.${version}.json`, 'utf8')),
    );
    for (const manifest of [socket, http]) expect(validate(manifest), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...socket, features: { slash_commands: [{ command: 'release' }] } })).toBe(false);
  });

  it('stands in manifest.yml with the command of slipway.yml (npm run manifest)', () => {
    const { release } = parse(readFileSync('slipway.yml', 'utf8')).commands;
    expect(parse(readFileSync('manifest.yml', 'utf8'))).toEqual(slackManifest(release, { kind: 'socket' }));
  });

  it('names no host for Socket Mode', () => expect(JSON.stringify(socket)).not.toContain('http'));
});
