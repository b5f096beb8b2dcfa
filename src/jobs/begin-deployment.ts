import type { Execute } from '../execute.ts';
import type { AskOnceClient } from './ask-once.ts';

/** The log has the word on whether a deployment may begin: what it records of that comes before whatever would call it back. */
export function beginsOn(execute: Execute): Pick<AskOnceClient, 'begins'> {
  return {
    async begins(release, report) {
      const executed = await execute(release, report);
      return executed.kind === 'done' && executed.events.length > 0;
    },
  };
}
