import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import { type StartRig, startRig } from './start-rig.ts';

const backend = '#dev-backend-github';
const features = 'Which features?';
const typed = {
  [features]: ['tax-rounding', 'invoice-export'],
  'Rollout plan': 'Omar deploys, at noon',
  'What to watch after the deployment': 'Captures per minute',
};

let on: StartRig;
let maria: PersonClient;
beforeAll(async () => {
  on = await startRig();
  maria = on.slack.person('maria');
}, 60_000);
afterAll(() => on[Symbol.asyncDispose]());

/** Ends what a test started, and looks whether anything went wrong on the way. */
afterEach(async () => {
  for (const { id } of await on.releases.listOpen())
    await on.execute(id, { type: 'Cancel', by: 'U0MARIA', reason: 'the test is over' });
  await maria.closes({ all: true }).catch(() => undefined);
  await Promise.all([on.slack.clearFaults(), on.github.clearFaults()]);
  expect(on.troubles.splice(0)).toEqual([]);
  expect(await refused()).toEqual([]);
  await on.slack.forget();
});

/** What Slack refused, but that a form was gone or filled in already when it was to be filled in. */
const formMovedOn = ['views.update: not_found', 'views.update: hash_conflict'];
async function refused(): Promise<readonly string[]> {
  const all = (await on.slack.refusals()).map(({ where, error }) => `${where}: ${error}`);
  return all.filter((one) => !formMovedOn.includes(one));
}

async function opens(line = '/release start', person = maria): Promise<void> {
  await person.types(backend, line);
  await person.until('the filled form', async () => {
    const text = (await person.modal())?.text ?? '';
    return text.includes('v1.4.2') && !text.includes('GitHub is asked');
  });
}

async function running() {
  const [row] = await on.releases.listOpen();
  const release = row === undefined ? undefined : await on.execute.load(row.id);
  if (release === undefined) throw new Error('Nothing is running.');
  return release;
}

test('the form opens, and fills in what GitHub says', async () => {
  await opens();
  const modal = await maria.sees('modal', '2 pull requests');
  expect(modal).toContain('patch → v1.4.3');
  expect(modal).toContain('*minor → v1.5.0*');
  expect(modal).toContain('major → v2.0.0');
  expect(modal).toContain('dev since v1.4.2*: 10 commits, 2 pull requests');
  expect(modal).toContain('#1 Round tax per line');
  expect(modal).toContain('● minor');
  expect(modal).toContain('Backend lead: [@lena, @tom');
  expect(modal).toContain('Operations: [@omar, @kenji');
  expect(modal).toContain('*Release manager*: @maria');
});

test('sending it off starts the release with everything that was said', async () => {
  await opens();
  await maria.fills({
    ...typed,
    'Does this release need a public announcement?': 'Yes',
    Operations: ['omar'],
    'Target time': '2031-01-31T14:30',
  });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  const release = await running();
  expect(release.id).toMatch(/^billing-1\.5\.0-[0-9a-f]{6}$/);
  expect(release).toMatchObject({
    semver: '1.5.0',
    tag: 'v1.5.0',
    previousTag: 'v1.4.2',
    bump: 'minor',
    starter: 'U0MARIA',
    answers: {
      features: ['tax-rounding', 'invoice-export'],
      public: true,
      routing: false,
      archive: false,
      rollout: 'Omar deploys, at noon',
      watch: 'Captures per minute',
    },
    roles: { 'release-manager': ['U0MARIA'], 'backend-lead': ['U0LENA', 'U0TOM'], operations: ['U0OMAR'] },
    changes: { commits: 10, pullRequests: 2 },
    component: { name: 'billing', repository: 'acme/billing', values: { gateway: 'acme/api-gateway' } },
  });
  expect(release.component.github['U0LENA']).toBe('lena-b');
  expect(release.component.announcements).toEqual({ changelog: 'C0CHANGELOG' });
  expect(release.targetAt?.toISOString()).toBe('2031-01-31T13:30:00.000Z');
});

test('words after start choose the kind of version beforehand', async () => {
  await opens('/release start billing major');
  expect(await maria.sees('modal', '● major')).toContain('*major → v2.0.0*');
  await maria.fills(typed);
  await maria.submits();
  expect((await running()).semver).toBe('2.0.0');
});

test('a form that was sent off twice starts one release', async () => {
  await opens();
  await maria.fills(typed);
  await maria.submits();
  const sent = (await on.slack.deliveries()).filter((one) => one.name === 'view_submission').at(-1);
  expect((await on.slack.replay(sent?.id)).ok).toBe(true);
  expect(await on.releases.listOpen()).toHaveLength(1);
});

test('what stays out is said at its field, and nothing typed is lost', async () => {
  await opens();
  await maria.fills({ ...typed, 'Target time': '2001-01-31T14:30' });
  const { errors } = await maria.submits();
  expect(errors).toEqual({ 'Target time': 'That is in the past. Choose a later time, or none.' });
  expect(await maria.sees('modal', 'Omar deploys, at noon')).toContain('tax-rounding');
  await maria.fills({ 'Target time': null });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
});

test('while GitHub is down the form opens, says so, and Retry fills it in', async () => {
  await on.github.fault({ kind: '5xx', path: /^\/repos/, times: 3 });
  await maria.types(backend, '/release start');
  const modal = await maria.sees('modal', 'Retry');
  expect(modal).toMatch(/GitHub answered 50\d/);
  await maria.fills({ 'Rollout plan': 'typed while it was down' });
  await on.github.clearFaults();
  await maria.clicks('Retry');
  const filled = await maria.until('the filled form', async () => {
    const text = (await maria.modal())?.text ?? '';
    return text.includes('GitHub') ? undefined : text;
  });
  expect(filled).toContain('typed while it was down');
  expect(filled).toContain('v1.5.0');
});

test.each(['5xx', 'reset-after'] as const)(
  'a form whose filling-in meets Slack’s %s is filled in all the same',
  async (kind) => {
    await on.github.fault({ kind: 'delay', path: /contents/, times: 1, ms: 600 }); // so that there is something to fill in
    await on.slack.fault({ method: 'views.update', kind });
    await maria.types(backend, '/release start');
    await maria.until('the filled form', async () => {
      const text = (await maria.modal())?.text ?? '';
      return text.includes('v1.5.0') && !text.includes('GitHub is');
    });
  },
);

test('when GitHub takes long, the form says so, offers Retry, and is filled in all the same', async () => {
  on.forget();
  await on.github.fault({ kind: 'delay', path: /contents/, times: 2, ms: 4500 });
  await maria.types(backend, '/release start');
  await maria.sees('modal', 'GitHub is slow to answer');
  const filled = await maria.until('the filled form', async () => {
    const text = (await maria.modal())?.text ?? '';
    return text.includes('GitHub is') ? undefined : text;
  });
  expect(filled).toContain('v1.5.0');
});

test('a slow GitHub delays no form, and a form that is sent off before it is filled in comes back filled', async () => {
  await on.github.fault({ kind: 'delay', path: /contents/, times: 1, ms: 600 });
  await maria.types(backend, '/release start patch');
  await maria.until('the open form', () => maria.modal());
  await maria.fills({ 'Rollout plan': 'in a hurry', 'What to watch after the deployment': 'all' });
  const sent = await maria.submits();
  if (sent.kind === 'updated') expect(await maria.sees('modal', 'The form has changed')).toContain('in a hurry');
  else expect(sent.errors).toEqual({ [features]: 'Please complete this required field.' });
  await maria.fills({ [features]: ['tax-rounding'] });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  expect((await running()).semver).toBe('1.4.3');
});

test('when GitHub falls silent after the form was filled in, what it said some moments ago counts', async () => {
  await opens();
  await maria.fills(typed);
  await on.github.fault({ kind: 'hang', path: /^\/repos/, times: 8 });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  expect((await running()).semver).toBe('1.5.0');
});

test('a component with a running release starts no second one; the answer leads to its card', async () => {
  await opens();
  await maria.fills(typed);
  await maria.submits();
  await on.settle((await running()).id);
  await on.slack.person('ben').types(backend, '/release start');
  const answer = await on.slack.person('ben').sees(backend, 'is running already');
  expect(answer).toContain('billing 1.5.0');
  expect(answer).toMatch(/archives\/C0BACKEND\/p\d+/);
  expect(answer).toContain('/release cancel billing');
});

test('of two people who start at once, the second learns where the first one is, and keeps the form', async () => {
  const ben = on.slack.person('ben');
  await opens();
  await opens('/release start', ben);
  await maria.fills(typed);
  await ben.fills(typed);
  await maria.submits();
  await on.settle((await running()).id);
  expect((await ben.submits()).kind).toBe('pushed');
  expect(await ben.sees('modal', 'is running already')).toContain('billing 1.5.0');
  await ben.closes();
  expect(await ben.sees('modal', 'Omar deploys, at noon')).toContain('tax-rounding');
  await ben.closes({ all: true });
});

test('a trigger that ran out is answered with a button, which opens the form', async () => {
  on.lateBy = 4000;
  await maria.types(backend, '/release start minor');
  await maria.sees(backend, "Slack's 3 seconds were over");
  await maria.clicks('Open the form', { in: backend });
  expect(await maria.sees('modal', 'v1.5.0')).toContain('● minor');
  expect(await refused()).toEqual(['views.open: expired_trigger_id']);
  await on.slack.forget();
});
