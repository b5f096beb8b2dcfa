import type { EventLog } from './event-log.ts';
import type { Span } from './tracing.ts';

interface Observer {
  appended(result: string, seconds: number): void;
  storeFailed(at: 'append' | 'read'): void;
  readonly span: Span;
}

/** The log, with appends timed and traced, and the store's failures counted. */
export function observedLog<E>(
  { append, read }: Pick<EventLog<E>, 'append' | 'read'>,
  { appended, storeFailed, span }: Observer,
): Pick<EventLog<E>, 'append' | 'read'> {
  return {
    async append(one) {
      const begun = performance.now();
      try {
        const answer = await span('append', { 'slipway.release': one.stream }, () => append(one));
        appended(answer.kind, (performance.now() - begun) / 1000);
        return answer;
      } catch (error) {
        storeFailed('append');
        throw error;
      }
    },
    async read(stream, after) {
      try {
        return await read(stream, after);
      } catch (error) {
        storeFailed('read');
        throw error;
      }
    },
  };
}
