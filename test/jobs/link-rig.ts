import { onTestFinished } from 'vitest';
import { githubClient } from '../../sandbox/github/client.ts';
import { startGitHub } from '../../sandbox/github/start-github.ts';
import { deviceFlows } from '../../src/adapters/device-flows.ts';
import { deviceFlowOn } from '../../src/adapters/github/device-flow.ts';
import { githubLinks } from '../../src/adapters/github-links.ts';
import { leases } from '../../src/adapters/lease.ts';
import { type FollowPorts, followFlow } from '../../src/jobs/follow-flow.ts';
import { RefusedOutside } from '../../src/release/outside-errors.ts';
import { freshDatabase } from '../stores.ts';

/** The store, the local GitHub on one clock with Slipway, and a worker that links accounts. Slack only takes down what is said. */
export async function linkRig() {
  let at = Date.parse('2026-11-20T05:00:00Z');
  const now = () => new Date(at);
  const store = await freshDatabase();
  const people = [
    { login: 'maria-r', id: 101 },
    { login: 'tom-h', id: 103 },
  ];
  const server = await startGitHub({ repositories: [], people, now });
  onTestFinished(async () => {
    await server.stop();
    await store.dispose();
  });
  const { pool } = store.database;
  const [flows, links] = [deviceFlows(pool), githubLinks(pool)];
  const linking = deviceFlowOn({ webUrl: server.url, apiUrl: server.url, clientId: server.clientId });
  const control = githubClient(server.controlUrl);
  const told: { place: string; text: string }[] = [];
  const logged: string[] = [];
  const again: number[] = [];
  const slack = { modal: true, inChannel: true };
  const note = (about: object, message: string): void =>
    void logged.push(`${message} ${JSON.stringify(about)} ${String('err' in about ? about.err : '')}`);
  const ports: FollowPorts = {
    flows,
    linking,
    slack: {
      async update({ id }, view) {
        if (!slack.modal) return { kind: 'stale' };
        told.push({ place: id, text: JSON.stringify(view.blocks) });
        return { kind: 'updated' };
      },
      async ephemeral({ channel, person, message }) {
        if (!slack.inChannel) throw new RefusedOutside('Slack refused: not_in_channel', 'Invite it.', 'not_in_channel');
        told.push({ place: `${channel} ${person}`, text: message.text });
      },
    },
    hold: (key, work) => leases(pool, 'test').hold(key, work),
    again: (_, delayMs) => void again.push(delayMs),
    spread: async () => undefined,
    inFile: (person) => (person === 'U0TOM' ? 'tom-of-old' : undefined),
    command: '/ship',
    log: { info: note, warn: note, error: note },
    now,
  };
  return {
    ...{ server, control, flows, links, pool, told, logged, again, slack, ports, now },
    later(seconds: number): void {
      at += seconds * 1000;
    },
    /** Somebody asks for a code, and the worker has not looked yet. */
    async begins(person = 'U0MARIA', view = 'V1') {
      const begun = await linking.begin();
      if (begun.kind !== 'begun') throw new Error(`GitHub gives no code: ${begun.why}`);
      const { deviceCode, intervalSeconds, userCode, expiresInSeconds } = begun;
      const flow = await flows.begin({
        ...{ person, deviceCode, intervalSeconds, view, channel: 'C0BACKEND' },
        nextAt: new Date(at + intervalSeconds * 1000),
        expiresAt: new Date(at + expiresInSeconds * 1000),
      });
      return { flow, userCode, deviceCode };
    },
    /** A worker's look at a flow, after so many seconds. */
    async looks(flow: string, after = 5, change: Partial<FollowPorts> = {}): Promise<void> {
      at += after * 1000;
      await followFlow({ ...ports, ...change }, flow);
    },
    async questions(): Promise<number> {
      return (await control.calls({ path: /access_token/ })).length;
    },
  };
}
