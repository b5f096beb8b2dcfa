import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { slackClient } from '../../sandbox/slack/client.ts';
import { startSlack } from '../../sandbox/slack/start-slack.ts';
import { workspace } from '../../sandbox/workspace.ts';
import { type Clinic, manifest, openClinic } from './clinic.ts';

let clinic: Clinic;
beforeEach(async () => {
  clinic = await openClinic();
});
afterEach(() => clinic.close());

describe('what is wrong with the app', () => {
  it('is told for the token, the app token, the workspace', async () => {
    expect(await clinic.complaints({ SLACK_BOT_TOKEN: 'xoxb-wrong' })).toMatchInlineSnapshot(`
      [
        "PROBLEM  Slack: Slack does not accept the token: invalid_auth.
               → Put the bot token of the installed app into SLACK_BOT_TOKEN. [slack-refused]",
      ]
    `);
    expect(await clinic.complaints({ SLACK_APP_TOKEN: 'xapp-wrong' })).toMatchInlineSnapshot(`
      [
        "PROBLEM  Slack: Socket Mode does not open (invalid_auth), so no command and no click arrives.
               → Take an app-level token with the scope connections:write, and switch Socket Mode on. [slack-app-token]",
      ]
    `);
    clinic.edit('T0SLIPWAY', 'T0OTHER');
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Slack: The bot token is of the workspace Acme (T0SLIPWAY), not of T0OTHER: every click would be refused.
               → Write workspace: T0SLIPWAY in slipway.yml, or take the other workspace’s token. [slack-workspace]",
      ]
    `);
  });

  it('is told for an app token of another app', async () => {
    const of = { ...workspace, bot: { appId: 'A0ANOTHER' } };
    const other = await startSlack({
      world: of,
      manifest,
      tokens: { bot: 'xoxb-other', app: 'xapp-1-A0SLIPWAY-other' },
    });
    const there = {
      SLACK_API_URL: other.apiUrl,
      SLACK_BOT_TOKEN: 'xoxb-other',
      SLACK_APP_TOKEN: 'xapp-1-A0SLIPWAY-other',
    };
    expect(await clinic.complaints(there)).toMatchInlineSnapshot(`
      [
        "PROBLEM  Slack: SLACK_APP_TOKEN is of the app A0SLIPWAY, SLACK_BOT_TOKEN of A0ANOTHER: commands and clicks would go astray.
               → Take both tokens from the pages of one app. [slack-app-token-other]",
      ]
    `);
    await other.stop();
  });

  it('is told for a signing secret that is none, and not for one', async () => {
    const http = { SLACK_APP_TOKEN: '' };
    expect(await clinic.complaints({ ...http, SLACK_SIGNING_SECRET: clinic.localSlack.signingSecret })).toEqual([]);
    expect(await clinic.complaints({ ...http, SLACK_SIGNING_SECRET: 'swordfish' })).toMatchInlineSnapshot(`
      [
        "PROBLEM  Slack: SLACK_SIGNING_SECRET does not look like one (32 digits and letters a to f): every click would be refused.
               → Take the signing secret from the app’s Basic Information page; not the client secret. [slack-signing-secret]",
      ]
    `);
  });

  it('is told for a command that the manifest does not have', async () => {
    clinic.edit('release: /release', 'release: /ship');
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "WARNING  Slack: slipway.yml says /ship, manifest.yml /release. Where the app was made from that file, Slack does not know /ship.
               → Run npm run manifest and update the app from it, or correct slipway.yml. [slack-command]",
      ]
    `);
  });

  it('is told for scopes', async () => {
    const bot = manifest.oauth_config.scopes.bot.filter((scope) => scope !== 'usergroups:read');
    const less = { ...manifest, oauth_config: { scopes: { bot: [...bot, 'pins:read'] } } };
    const other = await startSlack({ world: workspace, manifest: less });
    const there = { SLACK_API_URL: other.apiUrl, SLACK_BOT_TOKEN: other.botToken, SLACK_APP_TOKEN: other.appToken };
    expect(await clinic.complaints(there)).toMatchInlineSnapshot(`
      [
        "PROBLEM  Slack: Scopes are missing: usergroups:read. They stop filling roles from user groups.
               → Update the app from manifest.yml and install it again. [slack-scopes-missing]",
        "WARNING  Slack: Scopes are granted that Slipway does not use: pins:read. They stop nothing, and help who steals the token.
               → Update the app from manifest.yml and install it again. [slack-scopes-idle]",
        "PROBLEM  Role backend-lead of billing: The app lacks a permission in Slack (usergroups:read): missing_scope.
               → Install the app again from its manifest (\`npm run manifest\` prints it). [slack-refused]",
      ]
    `);
    await other.stop();
  });

  it('is told when Slack has trouble', async () => {
    await clinic.slack.fault({ method: 'auth.test', kind: '5xx' });
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Slack: Slack answers auth.test with HTTP 503.
               → Try again; if it stays so, see whether this machine reaches Slack. Without it no release moves. [slack-unreachable]",
      ]
    `);
  });
});

describe('what is wrong with channels and roles', () => {
  it('is told for channels', async () => {
    clinic.edit('changelog: C0CHANGELOG', 'changelog: C0ARCHIVED');
    clinic.edit('channel: C0BACKEND', 'channel: C0NOWHERE');
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Home channel of billing: Slack finds no channel C0NOWHERE, or it is private and Slipway is not in it. No release of billing can be shown.
               → Correct the id in slipway.yml, or type /invite @slipway in the channel. [channel-missing]",
        "PROBLEM  Channel changelog: #old-releases is archived. backend-service cannot announce there.
               → Unarchive it, or put another channel into slipway.yml. [channel-archived]",
      ]
    `);
  });

  it('is told for channels that Slipway is not in, or others are', async () => {
    await clinic.slack.change({ change: 'remove-bot', channel: 'dev-backend-github' });
    clinic.edit('changelog: C0CHANGELOG', 'changelog: C0SHARED');
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Home channel of billing: Slipway is not a member of #dev-backend-github. No release of billing can be shown.
               → Type /invite @slipway in #dev-backend-github. [channel-not-member]",
        "WARNING  Channel changelog: #with-partner is shared with another organisation, whose people read along; their clicks are refused.
               → Choose a channel of your own, if that is not meant. [channel-shared]",
      ]
    `);
  });

  it('is told for people: gone, guests, too few, unknown on GitHub', async () => {
    clinic.edit('{ group: S0LEADS }', '{ group: S0EMPTY }');
    clinic.edit('[U0OMAR, U0KENJI]', '[U0OMAR, U0GONE, U0GUEST, U0OUTSIDE, U0NOBODY]');
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Role backend-lead of billing: Nobody can act in it, and 1 must: backend-service would wait for ever.
               → Add people to the group, or to the role in slipway.yml. [role-too-few]",
        "WARNING  Role operations of billing: Some cannot act in it: gina (U0GONE) is deactivated, gus (U0GUEST) is a guest, olaf (U0OUTSIDE) is of another workspace, nobody is U0NOBODY.
               → Take them out of the group or of slipway.yml. [role-unfit]",
      ]
    `);
    clinic.edit('{ group: S0EMPTY }', '{ group: S0LEADS }');
    clinic.edit('U0TOM: { github: tom-h }', '');
    await slackClient(clinic.localSlack.controlUrl).change({ change: 'deactivate', person: 'lena' });
    expect((await clinic.complaints()).filter((line) => line.includes('backend-lead'))).toMatchInlineSnapshot(`
      [
        "WARNING  Role backend-lead of billing: Some cannot act in it: lena (U0LENA) is deactivated.
               → Take them out of the group or of slipway.yml. [role-unfit]",
        "WARNING  Role backend-lead of billing: Whoever starts a release may not sign as this role, and it has no more people than must sign: a release that one of them starts waits for ever.
               → Add somebody, or let other people start releases. [role-starter]",
        "PROBLEM  Role backend-lead of billing: Authors may not sign, but nobody knows who U0TOM is on GitHub: their sign-off is refused.
               → Add them under people in slipway.yml. [role-authors]",
      ]
    `);
  });

  it('is told for user groups that are disabled or not there', async () => {
    await clinic.slack.change({ change: 'disable-group', group: 'backend-leads' });
    clinic.edit('{ people: [U0OMAR, U0KENJI] }', '{ group: S0NOWHERE }');
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Role backend-lead of billing: The user group @backend-leads is disabled. Nobody could do what backend-service asks of this role.
               → Enable it, or name another in slipway.yml. [role-group-disabled]",
        "PROBLEM  Role operations of billing: There is no user group S0NOWHERE. Nobody could do what backend-service asks of this role.
               → Correct its id in slipway.yml. [role-group-missing]",
      ]
    `);
  });

  it('is told where the workspace pays for no user groups', async () => {
    const world = { ...workspace, team: { ...workspace.team, plan: 'free' as const } };
    const other = await startSlack({ world, manifest });
    const there = { SLACK_API_URL: other.apiUrl, SLACK_BOT_TOKEN: other.botToken, SLACK_APP_TOKEN: other.appToken };
    expect(await clinic.complaints(there)).toMatchInlineSnapshot(`
      [
        "PROBLEM  Role backend-lead of billing: User groups need a paid plan of Slack. Nobody could do what backend-service asks of this role.
               → Name the people of the role in slipway.yml (people: [U…]) instead of a group. [role-group-unpaid]",
      ]
    `);
    await other.stop();
  });

  it('one list of groups and one look at each person serve all roles', async () => {
    clinic.edit('{ people: [U0OMAR, U0KENJI] }', '{ group: S0LEADS }');
    await clinic.complaints();
    const calls = (await clinic.slack.calls()).map(({ method }) => method);
    expect(calls.filter((method) => method === 'usergroups.list')).toHaveLength(1);
    expect(calls.filter((method) => method === 'users.info')).toHaveLength(2);
  });
});

describe('clocks', () => {
  const later = (seconds: number) => () => new Date(Date.now() + seconds * 1000);

  it('are compared with those of Slack, GitHub and nobody else', async () => {
    expect(await clinic.complaints({}, { now: later(30) })).toMatchInlineSnapshot(`
      [
        "WARNING  Clock: This machine is 30 seconds ahead of Slack. From 5 minutes on every click that Slack sends over HTTP is refused.
               → Let the machines set their clocks by NTP (timedatectl set-ntp true). [clock-slack]",
        "WARNING  Clock: This machine is 30 seconds ahead of GitHub. From a minute on GitHub refuses the tokens that an App signs.
               → Let the machines set their clocks by NTP (timedatectl set-ntp true). [clock-github]",
      ]
    `);
    expect((await clinic.complaints({}, { now: later(-90) })).map((line) => line.slice(0, 72))).toMatchInlineSnapshot(`
      [
        "PROBLEM  Clock: This machine is 90 seconds behind Slack. From 5 minutes ",
        "PROBLEM  Clock: This machine is 90 seconds behind GitHub. From a minute ",
      ]
    `);
    expect(await clinic.complaints({}, { now: later(5) })).toEqual([]);
  });

  it('that cannot be read are told', async () => {
    await clinic.slack.fault({ method: 'api.test', kind: 'reset-before' });
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "WARNING  Clock: Slack told no time, so nobody knows whether this machine's clock is right.
               → Look yourself: timedatectl says whether the clock is synchronised. [clock-unknown]",
      ]
    `);
  });
});
