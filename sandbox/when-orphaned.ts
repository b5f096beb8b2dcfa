const lookMs = 500;

/**
 * Calls `stop` once the process that npm started us by is gone: a signal to npm ends the shell between, and never
 * reaches us. A program that was started without npm may outlive who started it.
 */
export function whenOrphaned(stop: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, lookMs);
  timer.unref();
}
