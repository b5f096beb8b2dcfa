import { defineConfig } from 'vitest/config';
import { findChromium } from './demo/find-chromium.ts';

/**
 * What several processes do over PostgreSQL and Redis: played with TEST_STORE=postgres or redis (.ci/run does). The embedded
 * store belongs to one process; what befalls that one is played by the other faults.
 */
const severalProcesses = [
  'github-limits',
  'killed-database',
  'lost-dispatch-reply',
  'lost-github-reply',
  'lost-rarer-replies',
  'lost-slack-reply',
  'merge-refused',
  'missed-webhooks',
  'repeated-deliveries',
  'slack-down',
  'slack-limits',
  'stop-under-load',
  'stores-down',
  'tag-exists',
  'webhook-order',
].map((name) => `test/faults/${name}.test.ts`);
const onServers = ['postgres', 'redis'].includes(process.env['TEST_STORE'] ?? 'embedded');

/** What is played in a browser, left out where there is none. */
const inBrowser = 'test/browser/**';
const browserMissing = findChromium() === undefined;
if (browserMissing)
  console.log(`${inBrowser} is left out, as no Chromium was found: install it, or say by CHROMIUM where it is.`);

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...(onServers ? [] : severalProcesses), ...(browserMissing ? [inBrowser] : [])],
    // Forks, because the embedded store and the sandbox's git are whole processes' worth of memory and signals.
    pool: 'forks',
    maxWorkers: 2,
    // Limits of patience, not of speed: the machine may be shared and slow.
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
