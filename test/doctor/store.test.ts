import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/adapters/folder-lock.ts';
import { findingText } from '../../src/doctor/finding.ts';
import { storeFindings } from '../../src/doctor/store.ts';
import { readEnvironment } from '../../src/environment.ts';
import { type FreshDatabase, freshDatabase, storeKind } from '../stores.ts';

const now = () => new Date();

function found(environment: Readonly<Record<string, string>>, clock = now, roomIn?: () => number) {
  return storeFindings(readEnvironment(environment).settings, clock, roomIn);
}

async function told(...args: Parameters<typeof found>): Promise<readonly string[]> {
  return (await found(...args)).map((one) => findingText(one).replaceAll(/slipway_test_\w+/g, 'slipway'));
}

it('a store that cannot be reached is told without its password', async () => {
  const text = (await told({ DATABASE_URL: 'postgres://slipway:swordfish@127.0.0.1:1/nowhere' })).join('\n');
  expect(text).toMatchInlineSnapshot(`
    "PROBLEM  Store: PostgreSQL does not answer at 127.0.0.1:1 (ECONNREFUSED).
             → Start PostgreSQL, or correct DATABASE_URL. Slipway does not start without it. [store-unreachable]"
  `);
});

describe.runIf(storeKind === 'embedded')('the embedded store', () => {
  let place: FreshDatabase;
  const plenty = () => 10 * 1024 ** 3;
  beforeEach(async () => {
    place = await freshDatabase();
    await place.database.close();
  });
  afterEach(() => place.remove());
  const codes = async (...args: Parameters<typeof found>) => (await found(...args)).map(({ code }) => code);

  it('is for trying, and its folder is held by one process', async () => {
    const at = { DATA_DIR: place.dataDir };
    expect(await codes(at, now, plenty)).toEqual(['store-embedded']);
    const unlock = lockFolder(join(place.dataDir, 'store'));
    const line = (await told(at, now, plenty))[1]?.replaceAll(place.dataDir, './data');
    expect(line).toMatchInlineSnapshot(`
      "WARNING  Store: A process has ./data open, a running Slipway perhaps. A second one does not start on it.
               → If none should be running, find and stop it; or set DATA_DIR or DATABASE_URL. [store-taken]"
    `);
    unlock();
    expect(await codes(at, now, plenty)).toEqual(['store-embedded']);
  });

  it('needs room on the disk', async () => {
    const at = { DATA_DIR: place.dataDir };
    const lines = await told(at, now, () => 500 * 1024 ** 2);
    expect(lines[1]?.replaceAll(place.dataDir, './data')).toMatchInlineSnapshot(`
      "WARNING  Store: 500 MB are free for ./data. Once the disk is full nothing can be recorded.
               → Make room, or set DATA_DIR to a larger disk. [store-disk]"
    `);
    expect((await found(at, now, () => 5 * 1024 ** 2))[1]).toMatchObject({ code: 'store-disk', grade: 'problem' });
    expect(await codes(at)).not.toContain('store-folder'); // as much as there really is
  });

  it('needs a folder that can be written to', async () => {
    writeFileSync(join(place.dataDir, 'file'), '');
    const closed = join(place.dataDir, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    const inside = process.getuid?.() === 0 ? '/proc/self/data' : join(closed, 'data'); // nothing is closed to root but this
    expect((await found({ DATA_DIR: inside }, now, plenty)).map(({ code, grade }) => [code, grade])).toEqual([
      ['store-folder', 'problem'],
    ]);
    chmodSync(closed, 0o700);
  });
});

describe.runIf(storeKind !== 'embedded')('a PostgreSQL', () => {
  let place: FreshDatabase;
  let url: string;
  beforeEach(async () => {
    place = await freshDatabase();
    url = place.databaseUrl ?? '';
  });
  afterEach(() => place.dispose());

  async function run(statement: string, at = url): Promise<void> {
    const client = new pg.Client({ connectionString: at });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  }
  const complaints = async (at = url) => (await told({ DATABASE_URL: at })).filter((line) => !line.startsWith('ok'));

  /** A user of the server who owns nothing, while `look` runs. */
  async function asStranger(look: (url: string) => Promise<void>): Promise<void> {
    const name = `stranger_${process.pid}`;
    const stranger = new URL(url);
    stranger.username = name;
    stranger.password = 'swordfish';
    await run(`create role ${name} login password 'swordfish'`);
    await look(stranger.href).finally(() => run(`drop owned by ${name}; drop role ${name}`));
  }

  it('is right as Slipway made it', async () => {
    expect((await told({ DATABASE_URL: url })).map((line) => line.replace(/PostgreSQL \d+/, 'PostgreSQL N'))).toEqual([
      'ok       Store: PostgreSQL N, database slipway.',
      'ok       Clock: This machine and the database agree.',
    ]);
  });

  it('without the database is told to be given one', async () =>
    expect(await complaints(url.replace(/[^/]*$/, 'nowhere'))).toEqual([
      `PROBLEM  Store: There is no database nowhere, so Slipway does not start.
         → Create it: CREATE DATABASE nowhere ENCODING 'UTF8' TEMPLATE template0; or correct DATABASE_URL. [store-unreachable]`,
    ]));

  it('whose log can be rewritten is told', async () => {
    await run('alter table slipway.event disable trigger append_only; drop trigger no_truncate on slipway.event');
    expect(await complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Store: The log can be rewritten: its triggers append_only and no_truncate are gone or switched off. What a release recorded proves nothing any more.
               → Find out who did that and when; then ALTER TABLE slipway.event ENABLE TRIGGER …, or restore the backup where it is gone. [store-open-log]",
      ]
    `);
  });

  it('that a newer version has worked on is told; one that lags is brought up to date', async () => {
    await run(`delete from slipway.kysely_migration where name like '0007%'`);
    expect((await told({ DATABASE_URL: url })).join('\n')).toContain('brings its tables up to date (0007-home)');
    await run(`insert into slipway.kysely_migration (name, timestamp) values ('9999-next', '2030-01-01')`);
    expect(await complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Store: A newer Slipway has worked on slipway (9999-next): this version does not start on it.
               → Start the newer version, or restore the backup that was made before. [store-newer]",
      ]
    `);
  });

  it('that takes no events from its user is told, and no password with it', async () => {
    await asStranger(async (stranger) => {
      expect(await complaints(stranger)).toMatchInlineSnapshot(`
        [
          "PROBLEM  Store: The user of DATABASE_URL lacks USAGE on slipway, so nothing can be recorded and no click goes through.
                 → Connect as the owner of the schema slipway, or grant that to the user. [store-no-append]",
        ]
      `);
      await run(`grant usage on schema slipway to stranger_${process.pid};
        grant select on all tables in schema slipway to stranger_${process.pid}`);
      expect(await complaints(stranger)).toMatchInlineSnapshot(`
        [
          "PROBLEM  Store: The user of DATABASE_URL lacks INSERT on event, UPDATE on head, INSERT on release, UPDATE on release, INSERT on delivery, INSERT on lease, INSERT on pause, so nothing can be recorded and no click goes through.
                 → Connect as the owner of the schema slipway, or grant that to the user. [store-no-append]",
        ]
      `);
    });
  });

  it('on which nothing was made yet is no fault, unless nothing can be', async () => {
    await run('drop schema slipway cascade');
    expect((await told({ DATABASE_URL: url })).join('\n')).toContain('It is empty');
    await asStranger(async (stranger) =>
      expect(await complaints(stranger)).toMatchInlineSnapshot(`
      [
        "PROBLEM  Store: The user of DATABASE_URL may create no schema in slipway, so Slipway does not start.
               → Grant it: GRANT CREATE ON DATABASE slipway TO …; [store-no-create]",
      ]
    `),
    );
  });

  it('that takes no writes, or forgets them, is told', async () => {
    const name = new URL(url).pathname.slice(1);
    await run(`alter database ${name} set synchronous_commit = off`);
    await run(`alter database ${name} set default_transaction_read_only = on`);
    expect(await complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Store: slipway takes no writes: it is a replica, or read-only by its settings. Nothing can be recorded.
               → Let DATABASE_URL lead to the primary. [store-read-only]",
        "WARNING  Store: synchronous_commit is off, so a power failure loses what was recorded last.
               → Set synchronous_commit = on. [store-durability]",
      ]
    `);
  });

  it('that is too old is told', async () => {
    const name = new URL(url).pathname.slice(1);
    await run(`create schema older;
      create function older.current_setting(text) returns text language sql as
        $$ select case $1 when 'server_version_num' then '140012' else pg_catalog.current_setting($1) end $$;
      alter database ${name} set search_path = older, pg_catalog`);
    expect(await complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Store: PostgreSQL 14 is too old: Slipway does not start on it.
               → Use PostgreSQL 15 or later. [store-too-old]",
      ]
    `);
  });

  it('that cannot write every script is told', async () => {
    const name = `${new URL(url).pathname.slice(1)}_latin`;
    await run(`create database ${name} encoding 'LATIN1' locale 'C' template template0`);
    const latin = new URL(url);
    latin.pathname = `/${name}`;
    expect(await complaints(latin.href)).toMatchInlineSnapshot(`
      [
        "PROBLEM  Store: slipway is encoded in LATIN1, so what people write in other scripts cannot be recorded.
               → Make another database: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0; [store-encoding]",
      ]
    `);
    await run(`drop database ${name}`);
  });

  it('whose clock differs is told', async () => {
    const late = await found({ DATABASE_URL: url }, () => new Date(Date.now() - 45_000));
    expect(late.filter(({ grade }) => grade !== 'ok').map(findingText)).toMatchInlineSnapshot(`
      [
        "WARNING  Clock: This machine is 45 seconds behind the database. Deadlines and reminders go by the database, so people read other times in Slack than they see on their watch.
               → Let the machines set their clocks by NTP (timedatectl set-ntp true). [clock-store]",
      ]
    `);
    const early = await found({ DATABASE_URL: url }, () => new Date(Date.now() + 3_600_000));
    expect(early.map(({ code, grade }) => [code, grade])).toContainEqual(['clock-store', 'problem']);
  });
});
