import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { type OwnServer, serverProcess } from './own-server.ts';

const debian = '/usr/lib/postgresql';

const settings = ['listen_addresses=127.0.0.1', 'fsync=off', 'dynamic_shared_memory_type=mmap'];

/** Where initdb and postgres are: Debian keeps them off the path; the newest version counts. */
function programs(): string {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(debian, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  return found === undefined ? '' : `${found}/`; // else the path's
}

/** PostgreSQL refuses to run as root; its package brings a user for it. */
function runsAs(): number | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }));
}

interface Cluster {
  readonly folder: string;
  remove(): void;
}

/** A folder that whoever PostgreSQL runs as may write to. */
function clusterFolder(uid: number | undefined): Cluster {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-postgres-'));
  chmodSync(folder, 0o700);
  if (uid !== undefined) chownSync(folder, uid, uid);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

let pristine: Cluster | undefined;

/** A cluster that nobody has written to: made once in a process, since initdb takes a second, and copied from then on. */
function freshCluster(bin: string, uid: number | undefined): Cluster {
  const as = { ...(uid === undefined ? {} : { uid }), stdio: 'pipe' as const };
  if (pristine === undefined) {
    const made = clusterFolder(uid);
    const args = ['-D', made.folder, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-sync'];
    execFileSync(`${bin}initdb`, args, as);
    process.once('exit', made.remove);
    pristine = made;
  }
  const copy = clusterFolder(uid);
  execFileSync('cp', ['-R', `${pristine.folder}/.`, copy.folder], as);
  return copy;
}

/**
 * Starts a PostgreSQL that a test may kill. It keeps what was committed over a kill -9, and does not wait for the disk:
 * the machine is not switched off in a test. Throws when PostgreSQL is missing.
 */
export async function ownPostgres(): Promise<OwnServer> {
  const bin = programs();
  const uid = runsAs();
  const port = await freePort();
  const { folder, remove } = freshCluster(bin, uid);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const server = serverProcess({
    command: `${bin}postgres`,
    // killed, it leaves its shared memory behind: in its folder, which is removed
    args: ['-D', folder, '-p', `${port}`, '-k', folder, ...settings.flatMap((one) => ['-c', one])],
    uid,
    async answers() {
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
      client.on('error', () => undefined); // the query rejects with it
      try {
        await client.connect();
        await client.query('select 1');
      } finally {
        await client.end();
      }
    },
  });
  await server.start();
  return {
    ...server,
    url,
    async remove() {
      await server.kill();
      remove();
    },
  };
}
