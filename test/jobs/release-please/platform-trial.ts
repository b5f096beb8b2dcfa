import { onTestFinished } from 'vitest';
import { acmeRepositories } from '../../../sandbox/github/seed.ts';
import type { ReleaseStarted } from '../../../src/release/events.ts';
import { started } from '../../release/given.ts';
import { localGitHub, trialRelease } from '../trial.ts';

export const proposes = { action: 'release-please', to: 'main', as: 'pr' };
const merges = { action: 'merge-pull-request', of: 'pr', method: 'squash' };
export const minute = 60_000;

/** The local GitHub with acme/platform at v1.1.0, whose runs of Release Please end by themselves where nothing else is said. */
export async function platformTrial() {
  const repositories = acmeRepositories().filter(({ name }) => name === 'platform');
  const local = await localGitHub({ repositories });
  onTestFinished(() => local.server.stop());
  const platform = local.control.repository('acme/platform');
  const { component } = started();
  const change: Partial<ReleaseStarted> = {
    component: { ...component, repository: 'acme/platform', github: { ...component.github, 'U-maria': 'maria-r' } },
    version: '1.2.0',
    previousTag: 'v1.1.0',
  };

  /** Release Please runs, as after a push, and has opened or rewritten its pull request. */
  async function runs(): Promise<void> {
    const run = await platform.dispatches('tom-h', 'release-please.yml', 'main');
    if (run.status !== 'completed') await platform.finishes(run.id, 'success');
  }

  const proposal = async () => {
    const found = (await platform.pulls('all')).findLast(({ head }) => head.startsWith('release-please--'));
    if (found === undefined) throw new Error('Release Please has opened no pull request.');
    return found;
  };

  /** The pull request with the facts that the step would have left. */
  async function open() {
    const { number } = await proposal();
    const { head, url } = await local.client.pullRequest('acme/platform', number);
    return { number, facts: { number: String(number), head, url, base: 'main' } };
  }

  return {
    ...local,
    platform,
    runs,
    proposal,
    /** A release of platform 1.2.0 with this step alone. */
    release: (step: Readonly<Record<string, unknown>> = proposes, more: Partial<ReleaseStarted> = {}) =>
      trialRelease(local.client, [step], { change: { ...change, ...more } }),
    /** The same once its pull request is open, and this step is next. */
    async proposed(step: Readonly<Record<string, unknown>>) {
      const { facts } = await open();
      return await trialRelease(local.client, [step], { done: { pr: { step: proposes, facts } }, change });
    },
    /** The same once it is merged by hand, and waits for its tags. */
    async merged(step: Readonly<Record<string, unknown>> = {}) {
      await runs();
      const { number, facts } = await open();
      const sha = await platform.merges('tom-h', number, { method: 'squash' });
      const awaits = {
        action: 'release-please-published',
        of: 'pr',
        tags: ['v<version>', 'charts-v<version>'],
        as: 'published',
        ...step,
      };
      const trial = await trialRelease(local.client, [awaits], {
        done: { pr: { step: proposes, facts }, merged: { step: merges, facts: { sha } } },
        change,
      });
      return { trial, sha, number };
    },
  };
}

/** The workflow of Release Please with the token that every workflow has. */
export const withOwnToken = `name: Release Please
on:
  push:
    branches: [main]
  workflow_dispatch: {}
jobs:
  release-please:
    runs-on: ubuntu-latest
    steps:
      - uses: googleapis/release-please-action@v4
`;
