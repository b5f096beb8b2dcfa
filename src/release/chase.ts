import { windowChanges } from './deploy-window.ts';
import type { Recorded } from './evolve.ts';
import { type Person, plannedStep, type Release, stepState } from './release.ts';
import { deadlineOf, type Waiting } from './waiting.ts';
import { waitedFor, waitsFor } from './waits-for.ts';

/** A step that waited for a person, with the event's number since when. */
interface Asked {
  readonly step: string;
  readonly attempt: number;
  readonly version: number;
}

/** What one person is told of a release by direct message. All numbers are versions of the release. */
export interface Chase {
  /** Each step that ever waited for them, the latest asked last. */
  readonly asks: readonly Asked[];
  /** Steps whose deadline passed while they waited for them. */
  readonly overdue: readonly { readonly step: string; readonly version: number }[];
  /** The last event that changed what their message says. */
  readonly wanted: number;
  /** What their message says; without one, up to where there was nothing to say any more. */
  readonly shown: number;
  /** Up to where they were told in a way that notifies: by the message itself, or by a reply below it. */
  readonly told: number;
  readonly message?: { readonly channel: string; readonly ts: string } | undefined;
  /** They are not at work: their reminder waits until then. */
  readonly putOff?: Date | undefined;
  /** They asked to be left alone until then. */
  readonly snoozed?: Date | undefined;
  /** Slack takes no message to them. */
  readonly unreachable: boolean;
}

const nobody: Chase = { asks: [], overdue: [], wanted: 0, shown: 0, told: 0, unreachable: false };

/** All that a person's message says of the release, as far as it changes. */
function standingOf(release: Release, person: Person, { asks }: Chase): string {
  const waits = new Set(waitsFor(release, person).map(({ planned }) => planned.id));
  const steps = asks.map(({ step }) => {
    const planned = plannedStep(release, step);
    const state = stepState(release, step);
    const due = planned === undefined ? undefined : deadlineOf(planned, { ...state, reminders: 0 });
    const signed = state.signatures.map(({ by, decision }) => `${by} ${decision}`);
    const window = planned === undefined ? 0 : windowChanges(release, planned);
    const { requested } = state;
    return [
      step,
      state.status,
      state.attempt,
      waits.has(step),
      requested?.by,
      state.confirmed.length,
      due?.getTime(),
      window,
      ...signed,
    ].join();
  });
  const cardStands = release.posted['card'] !== undefined; // their message links to it
  return [release.status, release.withdrawn !== undefined, cardStands, ...steps].join(';');
}

function withNewAsks(chase: Chase, asked: readonly Omit<Asked, 'version'>[], version: number): Chase {
  const isKnown = (one: Omit<Asked, 'version'>): boolean =>
    chase.asks.some(({ step, attempt }) => step === one.step && attempt === one.attempt);
  const fresh = asked.filter((one) => !isKnown(one));
  if (fresh.length === 0) return chase;
  const kept = chase.asks.filter(({ step }) => !fresh.some((one) => one.step === step));
  return { ...chase, asks: [...kept, ...fresh.map((one) => ({ ...one, version }))] };
}

type Own = Exclude<Extract<Recorded['event'], { readonly person: string }>, { readonly type: 'IdentityLinked' }>;

/** What Slipway did for the person, or they asked for. */
function applied(chase: Chase, event: Own, version: number): Chase {
  switch (event.type) {
    case 'DirectMessagePosted': {
      const { channel, ts, version: shown } = event;
      return { ...chase, message: { channel, ts }, shown, told: Math.max(chase.told, shown) };
    }
    case 'DirectMessageUpdated':
    case 'DirectMessageMoot':
      return { ...chase, shown: event.version };
    case 'DirectMessageDropped':
      return { ...chase, unreachable: true };
    case 'PersonReminded':
      return { ...chase, told: event.version, putOff: undefined };
    case 'ReminderPutOff':
      return { ...chase, putOff: new Date(event.until) };
    case 'Snoozed':
      return { ...chase, snoozed: new Date(event.until), putOff: undefined, wanted: version };
    case 'SnoozeEnded':
      return { ...chase, snoozed: undefined, wanted: version };
  }
}

/** Who put off their reminders chose when to hear of it again: at that time they are asked anew, whatever the hour. */
function woken(chase: Chase, { event, version }: Recorded, release: Release, person: Person): Chase {
  if (event.type !== 'SnoozeEnded' || event.by !== undefined) return chase;
  const own = new Set(waitsFor(release, person).map(({ planned }) => planned.id));
  return { ...chase, asks: chase.asks.map((ask) => (own.has(ask.step) ? { ...ask, version } : ask)) };
}

/** Those events that change nothing of what people are asked for. */
const apart = new Set<Recorded['event']['type']>([
  'MessagePosted',
  'MessageDropped',
  'StatusMirrored',
  'AttemptRefused',
]);

/** Whom the release has to tell what, after one more event. */
export function chasedAfter(
  before: Release | undefined,
  after: Release,
  recorded: Recorded,
): Readonly<Record<Person, Chase>> {
  const { event, version } = recorded;
  const known = before?.chased ?? {};
  const isCard = event.type === 'MessagePosted' && event.message === 'card';
  if (apart.has(event.type) && !isCard) return known;
  if ('person' in event && event.type !== 'IdentityLinked') {
    const chase = applied(known[event.person] ?? nobody, event, version);
    return { ...known, [event.person]: woken(chase, recorded, after, event.person) };
  }
  const waiting = waitedFor(after);
  const chased: Record<Person, Chase> = {};
  for (const person of new Set([...Object.keys(known), ...waiting.keys()])) {
    const last = known[person] ?? nobody;
    const own = waiting.get(person) ?? [];
    const asked = own.map((one) => ({ step: one.planned.id, attempt: askNumber(after, one) }));
    const next = withNewAsks(last, asked, version);
    const passed = event.type === 'DeadlinePassed' && own.some(({ planned }) => planned.id === event.step);
    const overdue = passed ? [...next.overdue, { step: event.step, version }] : next.overdue;
    const moved =
      next !== last || before === undefined || standingOf(before, person, next) !== standingOf(after, person, next);
    chased[person] = { ...next, overdue, wanted: moved ? version : next.wanted };
  }
  return chased;
}

/** A failure asks for something else than the step itself did, and is another ask; so is the review of one that was forced, and a window that opens, or is wanted anew. */
function askNumber(release: Release, { planned, state: { attempt, status } }: Waiting): number {
  const other = { failed: 0.5, done: 0.25, active: 0, pending: 0 }[status];
  return attempt + other + windowChanges(release, planned) / 1000;
}

function stillWaits(
  release: Release,
  person: Person,
  told: number,
  since: readonly { step: string; version: number }[],
) {
  const own = new Set(waitsFor(release, person).map(({ planned }) => planned.id));
  return since.filter(({ step, version }) => version > told && own.has(step)).map(({ step }) => step);
}

/** What a person is to be told below their message: steps that began to wait for them since, at once; those that are late, when they are at work. */
export function repliesOwed(
  release: Release,
  person: Person,
): { readonly asked: readonly string[]; readonly overdue: readonly string[] } {
  const chase = release.chased[person];
  if (chase?.message === undefined || chase.unreachable) return { asked: [], overdue: [] };
  return {
    asked: stillWaits(release, person, chase.told, chase.asks),
    overdue: stillWaits(release, person, chase.told, chase.overdue),
  };
}
