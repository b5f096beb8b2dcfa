import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MovableWorld } from '../journeys/world.ts';
import { type FreshPlace, freshPlace } from '../stores.ts';

const run = promisify(execFile);

/** Debian keeps the programs of each PostgreSQL in a folder of its own; the newest dumps any older server. */
function programsOfPostgres(): string {
  const root = '/usr/lib/postgresql';
  try {
    const newest = readdirSync(root).sort((a, b) => Number(b) - Number(a))[0];
    return newest === undefined ? '' : join(root, newest, 'bin');
  } catch {
    return '';
  }
}

const env = { ...process.env, PATH: `${programsOfPostgres()}:${process.env['PATH'] ?? ''}` };

/** A backup as docs/operations.md says to make it. */
export interface Backup {
  /** Another Slipway's place with what the backup holds: a database of its own and an empty Redis, or a folder of its own. */
  restore(): Promise<FreshPlace>;
  remove(): Promise<void>;
}

/** By pg_dump while Slipway runs; where the store is embedded, by a copy of its folder while Slipway is stopped. */
export async function backUp(world: MovableWorld): Promise<Backup> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-backup-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const { databaseUrl } = world.place();
  if (databaseUrl === undefined) {
    await world.restart(async (place) => {
      await cp(place.dataDir, folder, { recursive: true });
      return place;
    });
    return { restore: () => inFolder(folder), remove };
  }
  const file = join(folder, 'slipway.dump');
  await run('pg_dump', ['--format=custom', '--no-owner', `--file=${file}`, databaseUrl], { env });
  return { restore: () => onServer(file), remove };
}

async function inFolder(folder: string): Promise<FreshPlace> {
  const place = await freshPlace();
  await rm(place.dataDir, { recursive: true });
  await cp(folder, place.dataDir, { recursive: true });
  return place;
}

async function onServer(file: string): Promise<FreshPlace> {
  const place = await freshPlace();
  const { databaseUrl = '' } = place;
  await run('pg_restore', ['--exit-on-error', '--no-owner', `--dbname=${databaseUrl}`, file], { env });
  return place;
}
