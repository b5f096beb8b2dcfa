import pg from 'pg';

// https://www.postgresql.org/docs/15/errcodes-appendix.html: connection exceptions, insufficient resources, shutdown and
// cancelled statements, read-only (a standby)
const passing = /^(08|53|57P0|57014|25006)/;
const broken = /connect|connection|timeout|terminated|ended|closed|after calling end|ECONN|EPIPE|socket/i;

/** Whether an error of the pool means that the store cannot be asked now, and not that what was asked is wrong. */
export function storeDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof pg.DatabaseError) return passing.test(error.code ?? '');
  if (error instanceof AggregateError) return error.errors.some(storeDown);
  return 'code' in error && typeof error.code === 'string' ? broken.test(error.code) : broken.test(error.message);
}
