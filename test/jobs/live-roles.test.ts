import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SlackClient, slackClient } from '../../sandbox/slack/client.ts';
import { type LocalSlack, startSlack } from '../../sandbox/slack/start-slack.ts';
import { workspace } from '../../sandbox/workspace.ts';
import { eventLog } from '../../src/adapters/event-log.ts';
import { membershipsIn } from '../../src/adapters/membership.ts';
import { releases as releasesOf } from '../../src/adapters/releases.ts';
import { boltLogger } from '../../src/adapters/slack/bolt-logger.ts';
import { slackApi } from '../../src/adapters/slack/client.ts';
import { userGroupsNow } from '../../src/adapters/slack/usergroups.ts';
import { executeOn } from '../../src/execute.ts';
import { liveRoles } from '../../src/jobs/live-roles.ts';
import { withLiveRoles } from '../../src/jobs/with-live-roles.ts';
import { releaseEvent } from '../../src/release/events.ts';
import { Outage } from '../../src/release/outside-errors.ts';
import type { RoleSource } from '../../src/release/role-source.ts';
import { releaseSummary } from '../../src/release/summary.ts';
import { type FreshDatabase, freshDatabase } from '../stores.ts';
import { billingStarted, storyTo } from '../views/billing.ts';

const [minute, hour] = [60_000, 3_600_000];
const lead = 'backend-lead';
const step = 'sign-off-backend-lead';
let server: LocalSlack;
let slack: SlackClient;
let store: FreshDatabase;
let number = 0;
beforeAll(async () => {
  server = await startSlack({ world: workspace });
  slack = slackClient(server.controlUrl);
});
afterAll(() => server.stop());
beforeEach(async () => {
  store = await freshDatabase();
  await slack.clearFaults();
  await slack.change({ change: 'set-group', group: 'backend-leads', members: ['lena', 'tom'] });
  return () => store.dispose();
});

/** A release at its sign-off, whose leads come from a source, in a Slipway that Slack tells nothing by itself. */
async function scene(source: RoleSource, logins?: readonly string[]) {
  number += 1;
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);
  const { pool } = store.database;
  const logger = boltLogger({ info: () => undefined, warn: () => undefined, error: () => undefined });
  const events = eventLog(pool, (json) => releaseEvent.parse(json));
  const lists = releasesOf(pool, (json) => releaseSummary.parse(json));
  const execute = executeOn({
    log: events,
    now,
    enqueue: () => undefined,
    unrecorded(error) {
      throw error;
    },
  });
  const pauses = { pausedUntil: async () => undefined, pauseUntil: async () => undefined };
  const api = slackApi({ token: server.botToken, apiUrl: server.apiUrl, pauses, now, logger });
  const troubles: string[] = [];
  const memberships = membershipsIn(pool);
  const roles = liveRoles({
    execute,
    memberships,
    listOpen: lists.listOpen,
    groups: userGroupsNow(api),
    async teamMembers() {
      if (logins === undefined) throw new Outage('GitHub is away.');
      return logins;
    },
    log: {
      info: () => undefined,
      warn: (_, what) => void troubles.push(what),
      error: (_, what) => void troubles.push(what),
    },
    now,
  });
  const id = `billing-1.5.${number}-abc123`;
  await execute(id, { ...billingStarted({ sources: { [lead]: source } }), type: 'StartRelease' });
  for (const event of storyTo('pullRequest')) {
    const release = await execute.load(id);
    const row = await lists.byId(id);
    if (release === undefined || row === undefined) throw new Error('It did not start.');
    await events.append({ stream: id, after: release.version, at: now(), events: [event], row });
  }
  const people = async () => (await execute.load(id))?.roles[lead];
  const guarded = withLiveRoles(execute, roles);
  return {
    id,
    roles,
    troubles,
    memberships,
    people,
    later(ms: number): void {
      clock.ahead += ms;
    },
    /** Says without evidence that the sign-off was given outside: who may is judged before that. */
    may: async (by: string) => {
      const { kind, ...rest } = await guarded(id, { type: 'CompleteOutside', step, by, evidence: ' ' });
      return kind === 'refused' && 'refusal' in rest ? rest.refusal : kind;
    },
    recorded: async () => (await events.read(id)).filter(({ event }) => event.type === 'RoleRefreshed').length,
  };
}
const group = (follows = true): RoleSource => ({ kind: 'group', id: 'S0LEADS', follows });

describe('a user group', () => {
  test('that was read more than 15 minutes ago is read again before somebody acts', async () => {
    const { roles, later, people, may, recorded } = await scene(group());
    await roles.refresh(0);
    await slack.change({ change: 'set-group', group: 'backend-leads', members: ['lena', 'sara'] });
    expect(await may('U0TOM')).toMatchObject({ refused: 'evidence_missing' });
    expect(await people()).toEqual(['U0LENA', 'U0TOM']); // read a moment ago
    later(15 * minute);
    expect(await may('U0TOM')).toMatchObject({ refused: 'not_entitled' });
    expect(await people()).toEqual(['U0LENA', 'U0SARA']);
    await roles.refresh(0);
    await roles.refresh(0);
    expect(await recorded()).toBe(1);
  });

  test('counts as it was last known for a day while Slack is away, and then no more', async () => {
    const { roles, later, may, troubles } = await scene(group());
    await roles.refresh(0);
    await slack.fault({ method: 'usergroups.list', kind: '5xx', times: 100 });
    later(23 * hour);
    expect(await may('U0LENA')).toMatchObject({ refused: 'evidence_missing' });
    expect(troubles).toEqual(['members of a role cannot be read']);
    later(hour);
    expect(await may('U0LENA')).toMatchObject({ refused: 'role_unread' });
    await slack.clearFaults();
    expect(await may('U0LENA')).toMatchObject({ refused: 'evidence_missing' });
  });

  test('that was never read counts from the start of the release', async () => {
    const { later, may } = await scene(group());
    await slack.fault({ method: 'usergroups.list', kind: '5xx', times: 100 });
    expect(await may('U0LENA')).toMatchObject({ refused: 'evidence_missing' });
    later(25 * hour);
    expect(await may('U0LENA')).toMatchObject({ refused: 'role_unread' });
  });

  test('a Slack that hangs keeps nobody waiting longer than Slack itself waits', async () => {
    const { may, later, roles } = await scene(group());
    await roles.refresh(0);
    later(16 * minute);
    await slack.fault({ method: 'usergroups.list', kind: 'hang', times: 1 });
    expect(await may('U0LENA')).toMatchObject({ refused: 'evidence_missing' });
  });

  test('that is disabled has nobody in it', async () => {
    const { roles, people } = await scene(group());
    await slack.change({ change: 'disable-group', group: 'backend-leads' });
    await roles.refresh(0);
    expect(await people()).toEqual([]);
    await slack.change({ change: 'disable-group', group: 'backend-leads', disabled: false });
    await roles.refresh(0);
    expect(await people()).toEqual(['U0LENA', 'U0TOM']);
  });

  test('chosen people fall out of it and come not in', async () => {
    const { roles, people } = await scene(group(false));
    await slack.change({ change: 'set-group', group: 'backend-leads', members: ['tom', 'sara'] });
    await roles.refresh(0);
    expect(await people()).toEqual(['U0TOM']);
  });
});

describe('what Slack tells', () => {
  test('counts at once, in whatever order and however often it comes', async () => {
    const { roles, people, memberships } = await scene(group());
    await roles.refresh(0);
    const { changed = 0 } = (await memberships.known(['group:S0LEADS'])).get('group:S0LEADS') ?? {};
    const difference = { since: changed, came: ['U0SARA'], left: ['U0TOM'] };
    await roles.told({ id: 'S0LEADS', changed: changed + 5, difference });
    expect(await people()).toEqual(['U0LENA', 'U0SARA']);
    await roles.told({ id: 'S0LEADS', changed: changed + 5, difference });
    await roles.told({ id: 'S0LEADS', changed: changed + 2, members: ['U0LENA', 'U0TOM'] }); // late
    expect(await people()).toEqual(['U0LENA', 'U0SARA']);
  });

  test('is read in full where something before it was missed', async () => {
    const { roles, people } = await scene(group());
    await roles.refresh(0);
    await slack.change({ change: 'set-group', group: 'backend-leads', members: ['ben'] });
    const far = Math.floor(Date.now() / 1000) + 1000;
    await roles.told({ id: 'S0LEADS', changed: far + 1, difference: { since: far, came: ['U0SARA'], left: [] } });
    expect(await people()).toEqual(['U0BEN']);
  });

  test('of a group that fills no role of a running release is nothing', async () => {
    const { roles, memberships } = await scene(group());
    await roles.told({ id: 'S0EMPTY', changed: 1, members: ['U0BEN'] });
    expect((await memberships.known(['group:S0EMPTY'])).size).toBe(0);
  });
});

test('a GitHub team fills a role by the logins that slipway.yml knows', async () => {
  const team: RoleSource = { kind: 'github-team', team: 'acme/backend-leads', follows: true };
  const { roles, people, id } = await scene(team, ['Tom-H', 'stranger']);
  await roles.refresh(0);
  expect(await people()).toEqual(['U0TOM']);
  const { rows } = await store.database.pool.query<{ body: string }>(
    "select body from event where stream = $1 and type = 'RoleRefreshed'",
    [id],
  );
  expect(rows[0]?.body).toContain(
    'Not known in Slack: stranger; let them link their GitHub accounts in Slack, or name them under people: in slipway.yml.',
  );
});
