import { changed, model } from './model.ts';
import { put, type Seat, type Spot } from './spot.ts';

/** What was typed and not yet told to the sandbox: it outlives every drawing of the page. */
interface Draft {
  readonly spot: Spot;
  readonly seat: Seat;
  readonly text: string;
  /** Who typed it. */
  readonly as: string;
}

const drafts = new Map<string, Draft>();
const keyOf = ({ id }: Spot, { block, action }: Seat): string => `${id} ${block} ${action}`;

/** The text that an input shows: what is being typed, or what the sandbox knows. */
export function typedAt(spot: Spot, seat: Seat, known: string): string {
  return drafts.get(keyOf(spot, seat))?.text ?? known;
}

/** Keeps what is typed. */
export function typing(spot: Spot, seat: Seat, text: string): void {
  drafts.set(keyOf(spot, seat), { spot, seat, text, as: model.as });
  changed();
}

/** What did not arrive stays a draft, to be told again. */
async function tellOne(key: string, { spot, seat, text }: Draft): Promise<boolean> {
  const arrived = await put(spot, seat, text);
  if (arrived && drafts.get(key)?.text === text) drafts.delete(key);
  return arrived;
}

/** Forgets what the person typed into modals that are gone: another may have their id in the next demo. */
export function forgetGone(open: ReadonlySet<string>): void {
  for (const [key, { spot, as }] of drafts)
    if (as === model.as && spot.where.in === 'modal' && !open.has(spot.id)) drafts.delete(key);
}

/** Tells the sandbox what was typed into an input. */
export async function typed(spot: Spot, seat: Seat): Promise<void> {
  const key = keyOf(spot, seat);
  const draft = drafts.get(key);
  if (draft !== undefined) await tellOne(key, draft);
}

/** Tells the sandbox all that was typed into a view, before it is submitted. False where some of it did not arrive. */
export async function allTyped(view: string): Promise<boolean> {
  let all = true;
  for (const [key, draft] of drafts) if (draft.spot.id === view) all = (await tellOne(key, draft)) && all;
  return all;
}
