import { expect, test } from 'vitest';
import { eventLog } from '../../src/adapters/event-log.ts';
import { freshDatabase } from '../stores.ts';

const at = new Date('2026-11-02T09:00:00Z');

/** A release of platform as the lists know it; `patches`: the tag that it is a hotfix of. */
const start = (id: string, semver: string, patches?: string) => ({
  stream: id,
  after: 0,
  at,
  events: [{ type: 'ReleaseStarted' as const }],
  row: {
    id,
    component: 'platform',
    channel: 'C1',
    playbook: 'p',
    semver,
    status: 'open' as const,
    summary: patches === undefined ? {} : { patches },
    visible: 1,
    dueAt: null,
    startedAt: at,
  },
});

test('a hotfix runs beside a release and beside hotfixes of others, but no version twice', async () => {
  const store = await freshDatabase();
  const log = eventLog(store.database.pool, () => ({ type: 'ReleaseStarted' as const }));
  try {
    const appended = { kind: 'appended', version: 1 };
    expect(await log.append(start('usual', '1.2.0'))).toEqual(appended);
    expect(await log.append(start('hotfix', '1.1.1', 'v1.1.0'))).toEqual(appended);
    expect(await log.append(start('older', '1.0.4', 'v1.0.3'))).toEqual(appended);
    expect(await log.append(start('second', '1.1.2'))).toEqual({ kind: 'taken', by: 'usual' });
    expect(await log.append(start('again', '1.1.2', 'v1.1.0'))).toEqual({ kind: 'taken', by: 'hotfix' });
    expect(await log.append(start('same', '1.2.0', 'v1.1.9'))).toEqual({ kind: 'taken', by: 'usual' });
  } finally {
    await store.remove();
  }
});
