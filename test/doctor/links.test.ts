import { describe, expect, it } from 'vitest';
import { deviceFlows } from '../../src/adapters/device-flows.ts';
import { readConfig } from '../../src/config.ts';
import { findingText } from '../../src/doctor/finding.ts';
import { linkDifferences, linkedLogins, linkFindings } from '../../src/doctor/links.ts';
import { freshDatabase, storeKind } from '../stores.ts';
import { openClinic } from './clinic.ts';

const environment = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', GITHUB_TOKEN: 'ghp_1' };

function configOf(more: Readonly<Record<string, string>> = {}) {
  const read = readConfig({ ...environment, ...more });
  if ('problems' in read) throw new Error('The project has mistakes.');
  return read.config;
}

it('is told where somebody has confirmed another account than slipway.yml says', () => {
  const linked = new Map([
    ['U0LENA', 'lena-new'],
    ['U0TOM', 'Tom-H'],
    ['U0NEW', 'nora-n'],
  ]);
  expect(linkDifferences(configOf(), linked).map(findingText)).toMatchInlineSnapshot(`
    [
      "WARNING  Person U0LENA: They have confirmed that they are lena-new on GitHub, and slipway.yml says lena-b. What they confirmed wins; what either account wrote counts as theirs.
             → Ask them which is right; correct people in slipway.yml, or let them type /release link or unlink. [link-differs]",
    ]
  `);
});

describe('where authors may not sign and nobody knows somebody', () => {
  it('they may link themselves, where that is set up', async () => {
    const clinic = await openClinic();
    try {
      clinic.edit('U0TOM: { github: tom-h }', '');
      const told = (await clinic.complaints({ GITHUB_CLIENT_ID: clinic.localGitHub.clientId })).join('\n');
      expect(told).toContain(
        'WARNING  Role backend-lead of billing: Authors may not sign, but nobody knows who U0TOM is',
      );
      expect(told).toContain('or let them type /release link. [role-authors]');
      expect((await clinic.complaints()).join('\n')).toContain(
        'PROBLEM  Role backend-lead of billing: Authors may not',
      );
    } finally {
      await clinic.close();
    }
  });

  it('a role of named people may be without logins only where they can link', async () => {
    const clinic = await openClinic();
    try {
      clinic.edit('{ group: S0LEADS }', '{ people: [U0LENA, U0TOM] }');
      clinic.edit('U0TOM: { github: tom-h }', '');
      expect((await clinic.complaints()).join('\n')).toContain('[configuration-wrong]');
      const linkable = await clinic.complaints({ GITHUB_CLIENT_ID: clinic.localGitHub.clientId });
      expect(linkable.join('\n')).toContain('[role-authors]');
      expect(linkable.join('\n')).not.toContain('[configuration-wrong]');
    } finally {
      await clinic.close();
    }
  });
});

it.runIf(storeKind !== 'embedded')('links are read from PostgreSQL, the current ones', async () => {
  const place = await freshDatabase();
  const config = configOf({ DATABASE_URL: place.databaseUrl ?? '' });
  expect(await linkedLogins(config)).toEqual(new Map());
  const flows = deviceFlows(place.database.pool);
  const soon = new Date(Date.now() + 900_000);
  const flow = await flows.begin({
    ...{ person: 'U0LENA', deviceCode: 'd', intervalSeconds: 5, nextAt: soon, expiresAt: soon, view: 'V', channel: '' },
  });
  await flows.link(flow, { id: 900, login: 'lena-new' }, new Date());
  expect(await linkFindings(config)).toMatchObject([{ code: 'link-differs', about: 'Person U0LENA' }]);
  await place.dispose();
});

it('a store that is embedded, or cannot be asked, says nothing of links', async () => {
  expect(await linkFindings(configOf())).toEqual([]);
  expect(await linkFindings(configOf({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nowhere' }))).toEqual([]);
});
