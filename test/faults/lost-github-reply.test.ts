import { afterEach, describe, expect, it } from 'vitest';
import { componentWorkflows } from '../../sandbox/github/seed/workflows.ts';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { githubWrites, kindsOfWrite } from './rig/github-writes.ts';
import { ledger } from './rig/ledger.ts';
import { everyWriteLost } from './rig/lost-replies.ts';
import { playRelease } from './rig/player.ts';

let fleet: Fleet | undefined;
afterEach(() => fleet?.dispose());

const deployFile = '.github/workflows/deploy.yml';

/** All that Slipway writes at GitHub in a release of the backend playbook. */
const everyKind = [
  'PATCH /releases/…',
  'POST /actions/workflows/…/dispatches',
  'POST /deployments',
  'POST /deployments/…/statuses',
  'POST /git/refs',
  'POST /git/tags',
  'POST /merges',
  'POST /pulls',
  'POST /pulls/…/requested_reviewers',
  'POST /releases',
  'POST /releases/…/assets',
  'POST /statuses/…',
  'PUT /contents/…',
  'PUT /pulls/…/merge',
];

describe.each(['reset', 502] as const)('every write at GitHub is done and then answered by a %s', (loss) => {
  it('is read back and not done again: the release comes to its end with one of each', async () => {
    fleet = await startFleet({ store: storeKind });
    const { billing } = fleet;
    const withoutEnvironment = (componentWorkflows[deployFile] ?? '').replace(/ +environment: production\n/, '');
    await billing.pushes('ana-d', 'dev', { [deployFile]: withoutEnvironment }, 'ci: deploy without an environment');
    fleet.fate(everyWriteLost(loss));
    await playRelease(fleet, {
      features: ['tax-rounding', 'invoice-export'],
      yesTo: ['public', 'archived'],
      patienceMs: 30_000,
    });

    expect(await kindsOfWrite(fleet)).toEqual(everyKind);
    const writes = await githubWrites(fleet);
    const again = writes.filter((write, index) => writes.indexOf(write) !== index);
    expect(again).toEqual([expect.stringMatching(/^POST \/repos\/acme\/billing\/git\/tags 201 /)]);
    expect(await ledger(fleet, { version: '1.5.0' })).toEqual([]);
  });
});
