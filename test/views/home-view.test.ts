import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import type { Playbook } from '../../src/release/playbook.ts';
import type { Release } from '../../src/release/release.ts';
import { summaryOf } from '../../src/release/summary.ts';
import { homeView, noticeHome } from '../../src/views/home-view.ts';
import { backendService, sha, signed } from '../release/given.ts';
import { billing } from './billing.ts';
import { flawsOfHome, homeAs } from './read.ts';

const at = new Date('2026-11-20T05:30:00Z');
const components = { billing: { channel: 'C0BACKEND' }, ledger: { channel: 'C0RANDOM' } };
const cardUrl = 'https://acme.slack.com/archives/C0BACKEND/p1';

function homeOf(person: string, ...releases: readonly Release[]) {
  const running = releases.map((whole) => {
    const { semver, status, startedAt, component } = whole;
    const listed = { component: component.name, semver, status, startedAt, channel: component.channel, cardUrl };
    return { shown: { ...listed, summary: summaryOf(whole) }, whole };
  });
  return homeView({ person, running, at, zone: 'Asia/Tokyo', command: '/ship', components });
}

const ids: Readonly<Record<string, string>> = { maria: 'U0MARIA', lena: 'U0LENA', tom: 'U0TOM', omar: 'U0OMAR' };
const read = (name: string, ...releases: readonly Release[]) => homeAs(name, homeOf(ids[name] ?? '', ...releases));
/** What stands under the first heading. */
const own = (name: string, ...releases: readonly Release[]) => read(name, ...releases).split('Running releases')[0];

const signedBy = (by: string): ReleaseEvent => ({ ...signed(by, sha('a')) });
const two: Playbook = {
  ...backendService,
  roles: {
    ...backendService.roles,
    'backend-lead': { title: 'Backend lead', from: 'slipway.yml', quorum: 2, not: [] },
  },
};

describe('what waits for you', () => {
  it('is named with its release, its times and its own button', () => {
    expect(own('maria', billing())).toMatch(
      /What waits for you\n\*billing 1\.5\.0 \(\S+\/p1\)\*: \*Expectations\*\n👤 Waiting · since today .* · due tomorrow .*\[Open checklist\]/s,
    );
    expect(own('lena', billing('pullRequest'))).toMatch(/\*Backend lead signs\*\n.*\[Review and sign\]/s);
    expect(own('omar', billing('published'))).toContain('[Deploy 1.5.0 to production]');
  });

  it('is nothing for those who are not asked', () => {
    for (const name of ['lena', 'tom', 'omar']) expect(own(name, billing())).toContain('Nothing waits for you.');
  });

  it('is nothing that one has done already', () => {
    const pressed: ReleaseEvent = { type: 'DeployRequested', step: 'deployed', by: 'U0OMAR' };
    expect(own('omar', billing('published', [pressed]))).toContain('Nothing waits for you.');
    const half = billing('pullRequest', [signedBy('U0LENA')], { playbook: two });
    expect(own('lena', half)).toContain('Nothing waits for you.');
    expect(own('tom', half)).toContain('[Review and sign]');
  });

  it('is nothing while the release is paused, and why stands below', () => {
    const paused = billing('begun', [{ type: 'ReleasePaused', by: 'U0LENA', reason: 'Too many alarms' }]);
    expect(own('maria', paused)).toContain('Nothing waits for you.');
    expect(read('maria', paused)).toMatch(/paused at stage 1 of 5, Ready\n• paused by @lena since .*: Too many alarms/);
  });

  it('says how many more there are', () => {
    const home = read('maria', ...Array.from({ length: 25 }, () => billing()));
    expect(home.match(/\[Open checklist\]/g)).toHaveLength(15);
    expect(home).toContain('and 10 more: they come up here as you do these');
    expect(home).toContain('and 10 more: `/ship list` shows all');
  });
});

describe('running releases', () => {
  it('are said with their stage, channel, waits and card', () => {
    expect(read('ben', billing())).toMatch(
      /\*billing 1\.5\.0 \(\S+\/p1\)\* in #dev-backend-github: stage 1 of 5, Ready\n(• waiting: .*\n)*• waiting: Expectations · on @maria · since today/,
    );
  });

  it('where there are none, say how to start one of each component', () => {
    const home = read('maria');
    expect(home).toContain('No release is running. This begins one:\n• `/ship start billing` in #dev-backend-github');
    expect(home).toContain('• `/ship start ledger` in #random');
  });
});

it('a Home says when it was so, and offers to look again', () => {
  for (const view of [homeOf('U0MARIA'), homeOf('U0MARIA', billing())])
    expect(homeAs('maria', view)).toMatch(/Last refreshed today .*\[Refresh\]/s);
});

it('a Home that cannot be shown says why, and offers to try again', () => {
  const notice = noticeHome('Guests cannot use Slipway.');
  expect(flawsOfHome(notice)).toEqual([]);
  expect(homeAs('maria', notice)).toBe('Guests cannot use Slipway.\n[Refresh]');
});

describe('the outlook', () => {
  const asleep: ReleaseEvent = { type: 'Snoozed', person: 'U0MARIA', until: '2026-11-20T08:00:00.000Z' };
  const drawn = (person: string, release: Release, own: readonly string[] = []) => {
    const { semver, status, startedAt, component } = release;
    const listed = { component: component.name, semver, status, startedAt, channel: component.channel, cardUrl };
    const running = [{ shown: { ...listed, summary: summaryOf(release) }, whole: release }];
    return homeAs(
      person,
      homeView({ person: ids[person] ?? '', running, at, zone: 'Asia/Tokyo', command: '/ship', components, own }),
    );
  };

  it('names what one put off, with the way back, to nobody else', () => {
    expect(drawn('maria', billing('begun', [asleep]))).toMatch(/Snoozed\n.*you are reminded again .*\[Wake\]/s);
    expect(drawn('lena', billing('begun', [asleep]))).not.toContain('Snoozed');
    expect(drawn('maria', billing())).not.toContain('Snoozed');
  });

  it('names the components in which one has a role, and how to start where nothing runs', () => {
    const home = drawn('omar', billing(), ['billing', 'ledger']);
    expect(home).toMatch(/Your components\n.*stage 1 of 5, Ready/s);
    expect(home).toContain('*ledger*: nothing runs; `/ship start ledger` begins a release');
    expect(drawn('omar', billing())).not.toContain('Your components');
  });

  it('names the times of the coming days, of one’s own releases only, in their order', () => {
    const targetAt = '2026-11-22T03:00:00Z';
    const home = drawn('maria', billing('begun', [], { targetAt }));
    expect(home.indexOf('Expectations is due')).toBeGreaterThan(home.indexOf('The next 7 days'));
    expect(home.indexOf('is to be out')).toBeGreaterThan(home.indexOf('Expectations is due'));
    expect(drawn('tom', billing('begun', [], { targetAt }))).not.toContain('The next 7 days');
    expect(drawn('tom', billing('begun', [], { targetAt }), ['billing'])).toContain('is to be out');
    expect(drawn('maria', billing('begun', [], { targetAt: '2026-12-22T03:00:00Z' }))).not.toContain('is to be out');
  });
});
