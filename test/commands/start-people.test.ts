import { describe, expect, it } from 'vitest';
import { teamsKnown } from '../../src/commands/start-form-of.ts';
import { entitledTo, teamKey } from '../../src/commands/start-people.ts';
import type { Link } from '../../src/release/accounts.ts';
import { slipwayFile } from '../../src/slipway-file.ts';
import { backendService } from '../release/given.ts';

const team = 'acme/leads';
const slipway = slipwayFile.parse({
  workspace: 'T0SLIPWAY',
  'time-zone': 'Asia/Tokyo',
  people: { U0LENA: { github: 'lena-b' }, U0TOM: { github: 'tom-h' } },
  components: {
    billing: {
      playbook: 'backend-service',
      repository: 'acme/billing',
      channel: 'C0BACKEND',
      roles: { 'backend-lead': { 'github-team': team } },
    },
  },
});

/** Whom a team of these logins entitles to lead, where these accounts are linked. */
function leads(logins: readonly string[], links: readonly (Link & { readonly current: boolean })[] = []) {
  const teams = {
    known: (key: string) => (key === teamKey('acme/billing', team) ? { logins } : undefined),
    get: async () => ({ logins }),
  };
  const known = teamsKnown({ teams, slipway: () => slipway, links: { known: () => links, all: async () => links } });
  const { billing } = slipway.components;
  if (billing === undefined) throw new Error('There is no component.');
  return entitledTo(backendService, billing, undefined, known)['backend-lead'];
}

describe('a role that a GitHub team fills', () => {
  it('is of those whom slipway.yml or their own link names, and tells who is not known', () => {
    expect(leads(['lena-b', 'Tom-H', 'ana-d'])).toEqual({
      kind: 'people',
      people: ['U0LENA', 'U0TOM'],
      strangers: ['ana-d'],
    });
    const ana = { person: 'U0ANA', login: 'ana-d', id: 4, current: true };
    expect(leads(['ana-d'], [ana])).toEqual({ kind: 'people', people: ['U0ANA'] });
  });

  it('is not of an account that somebody took back, nor of one that another has taken the place of', () => {
    const gone = { person: 'U0ANA', login: 'ana-d', id: 4, current: false };
    expect(leads(['ana-d'], [gone])).toMatchObject({ kind: 'nobody', sentence: expect.stringContaining('ana-d') });
    const other = { person: 'U0LENA', login: 'lena-at-work', id: 5, current: true };
    expect(leads(['lena-b'], [other])).toMatchObject({ kind: 'nobody' });
    expect(leads(['lena-at-work'], [other])).toEqual({ kind: 'people', people: ['U0LENA'] });
  });
});
