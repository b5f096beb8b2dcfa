import pg from 'pg';

// https://www.postgresql.org/docs/15/errcodes-appendix.html: connection exceptions, insufficient resources, shutdown and
// cancelled statements, read-only (a standby)
const passing = /^(08|53|57P0|57014|25006)/;
const broken =
  /connect|connection|timeout|terminated|ended|closed|after calling end|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|socket/i;

/** Whether an error of the pool means that the store cannot be asked now, and not that what was asked is wrong. */
export function storeDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof pg.DatabaseError) return passing.test(error.code ?? '');
  if (error instanceof AggregateError) return error.errors.some(storeDown);
  return 'code' in error && typeof error.code === 'string' ? broken.test(error.code) : broken.test(error.message);
}

// what the server says before it takes a statement, or instead of carrying it out: no room, starting up, a standby, cancelled
const untaken = /^(53|57P03|57014|25006)/;
const unconnected = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/;
const noConnection = /^No connection|trying to connect|connection timeout/; // of ImpatientPool and of pg-pool

/** Whether a statement that failed so may have been carried out all the same: its answer was lost, not the statement. */
export function mayBeDone(error: unknown): boolean {
  if (!(error instanceof Error) || !storeDown(error)) return false;
  if (error instanceof pg.DatabaseError) return !untaken.test(error.code ?? '');
  if (error instanceof AggregateError) return error.errors.some(mayBeDone);
  const isUnconnected = 'code' in error && typeof error.code === 'string' && unconnected.test(error.code);
  return !isUnconnected && !noConnection.test(error.message);
}
