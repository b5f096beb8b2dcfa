import { OfNewerVersion } from '../release/events.ts';
import { Outage, OutcomeUnknown, RefusedOutside } from '../release/outside-errors.ts';

/** What a person is told when a handler of ours threw. Plain text; it never claims what is not known. */
export function troubleSentence(error: unknown, storeDown: (error: unknown) => boolean): string {
  if (error instanceof Outage) return `${error.message} Try again in a moment.`;
  if (error instanceof RefusedOutside) return `${error.message} ${error.remedy}`;
  if (error instanceof OutcomeUnknown)
    return "Slipway's store broke off while it recorded this, so nobody knows yet whether it counts. Look at the release card in a minute, before you try again; what is recorded already is not recorded twice.";
  if (error instanceof OfNewerVersion)
    return 'A newer version of Slipway has taken this release further, and an older one heard you: Slipway is being upgraded. Nothing was done; try again in a moment.';
  if (storeDown(error))
    return "Slipway's store does not answer, so nothing can be recorded at this moment. Try again in a minute; what was recorded before is safe.";
  return 'Slipway met a fault of its own, and it is in its log. Look at the release card before you try again.';
}
