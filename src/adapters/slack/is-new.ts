import { createHash } from 'node:crypto';

const patienceMs = 300; // of a click that waits: a store that is slow or down must not cost it Slack's three seconds

interface Ports {
  /** True for one process and once. */
  claim(id: string): Promise<boolean>;
  warn(error: unknown): void;
}

/**
 * Tells whether a delivery of Slack's comes for the first time, to whatever process and over either transport: by all
 * that it says, its trigger among it, which Slack makes anew for each click. Without an answer of the store in 0.3 s the
 * delivery counts as new: what it appends to the log is guarded by its cause there, and nothing can be appended without a store.
 */
export function isNewOf({ claim, warn }: Ports): (body: unknown) => Promise<boolean> {
  return async (body) => {
    const said = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
    const late = Promise.withResolvers<boolean>();
    const timer = setTimeout(
      () => late.reject(new Error('The store did not tell whether a delivery is new.')),
      patienceMs,
    );
    try {
      return await Promise.race([claim(`slack:${said}`), late.promise]);
    } catch (error) {
      warn(error);
      return true;
    } finally {
      clearTimeout(timer);
    }
  };
}
