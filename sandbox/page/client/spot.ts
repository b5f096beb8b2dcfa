import type { Act } from '../../slack/control/act.ts';
import type { StateValue } from '../../slack/state/input-state.ts';
import type { Values } from '../contract.ts';
import { act } from './deeds.ts';
import { changed, model } from './model.ts';

/** Where blocks stand, so that a click or an input reaches the one element that was meant. */
export interface Spot {
  /** Of the view or message. */
  readonly id: string;
  readonly values: Values;
  readonly errors: Readonly<Record<string, string>>;
  readonly where: { readonly in: string; readonly message?: string };
}

/** An element by its block and its action: ids that the sandbox gives where the app gave none. */
export interface Seat {
  readonly block: string;
  readonly action: string;
}

export const valueAt = ({ values }: Spot, { block, action }: Seat): StateValue | undefined => values[block]?.[action];

/** An id for labels and errors of an element. */
export const domId = ({ id }: Spot, { block, action }: Seat): string =>
  `at-${id}-${block}-${action}`.replaceAll(/[^\w-]/g, '_');

/** What was chosen and is on its way to the sandbox: it is shown as if it had arrived. */
const underway = new Map<string, readonly string[]>();
let last: Promise<unknown> = Promise.resolve();

/** The values that were chosen a moment ago; undefined where the sandbox knows the newest. */
export function chosenAt(spot: Spot, seat: Seat): readonly string[] | undefined {
  return underway.get(domId(spot, seat));
}

/** Puts something into an input; one after the other, in the order in which people did it. `shown` is what it then holds. False where it did not arrive. */
export function put(spot: Spot, seat: Seat, value: unknown, shown: readonly string[] = []): Promise<boolean> {
  const id = domId(spot, seat);
  const { as } = model;
  underway.set(id, shown);
  const tell = async (): Promise<boolean> => {
    const deed: Act = { act: 'fills', values: { [seat.action]: value }, ...spot.where, ...seat };
    const { arrived } = await act(deed, as);
    if (underway.get(id) === shown) underway.delete(id);
    changed();
    return arrived;
  };
  const told = last.then(tell, tell);
  last = told;
  changed();
  return told;
}

/** Resolves once all that was put somewhere so far has arrived: what follows from it is told afterwards. */
export function allPut(): Promise<unknown> {
  return last;
}

/** Clicks an element, or chooses an option of its menu. */
export async function click({ where }: Spot, seat: Seat, what: string, confirm: boolean): Promise<void> {
  const { block, action } = seat;
  const deed: Act = { act: 'clicks', what, ...where, block, action, ...(confirm ? { confirm } : {}) };
  const { as } = model;
  await allPut();
  await act(deed, as);
}
