import type { JobCommand } from '../release/commands.ts';
import { Outage } from '../release/outside-errors.ts';
import { type StepOutcome, type StepWork, waiting } from './step-outcome.ts';

export interface AskOnceClient {
  /** True for one caller and once, in whatever process. */
  firstTime(key: string): Promise<boolean>;
  /** Notes in the release's log that a deployment is about to be asked for; false where it may not begin any more. */
  begins(release: string, report: Extract<JobCommand, { type: 'RecordBegins' }>): Promise<boolean>;
}

/** Writes that GitHub repeats when it is asked twice: it has no key by which it would know the second request again. */
type Repeatable = 'dispatch' | 'deployment' | 'draft' | 'issue' | `comment-${number}`;

/** What is known of asking for it; kept as the fact `asked-dispatch`, `asked-deployment`, … */
interface Asked {
  /** Counts the requests of one attempt: another one is made only after one got lost. */
  readonly time: number;
  /** `begins`: about to be asked for; whether it was is not known. `refused`: it surely was not, or nothing came of it. */
  readonly how: 'begins' | 'accepted' | 'lost' | 'refused';
  readonly at: Date;
}

const lostFor = 2 * 60_000; // ms in which something whose request may have got lost can still appear

export function readAsked({ state }: Pick<StepWork<unknown>, 'state'>, what: Repeatable): Asked | undefined {
  const [of, time, how, at] = (state.facts[`asked-${what}`] ?? '').split(' ');
  if (of !== String(state.attempt) || at === undefined) return undefined;
  if (how !== 'begins' && how !== 'accepted' && how !== 'lost' && how !== 'refused') return undefined;
  return { time: Number(time), how, at: new Date(at) };
}

function askedFacts({ state, now }: StepWork<unknown>, what: Repeatable, time: number, how: Asked['how']) {
  return { [`asked-${what}`]: `${state.attempt} ${time} ${how} ${now.toISOString()}` };
}

interface Wanted {
  readonly what: Repeatable;
  readonly asking: string;
  readonly result: string;
}

/** Whether it may be asked for still: of a deployment the log knows, and from then on takes it for one that has begun. */
async function mayAsk(
  client: AskOnceClient,
  work: StepWork<unknown>,
  { what, asking }: Wanted,
  time: number,
): Promise<boolean> {
  if (work.planned.kind !== 'deploy') return true;
  return await client.begins(work.release.id, {
    type: 'RecordBegins',
    step: work.planned.id,
    attempt: work.state.attempt,
    sentence: `GitHub is asked about ${asking}.`,
    facts: askedFacts(work, what, time, 'begins'),
  });
}

type Answered<T> =
  | { readonly kind: 'answered'; readonly value: T; readonly facts: Readonly<Record<string, string>> }
  | { readonly kind: 'told'; readonly outcome: StepOutcome };

/**
 * Asks for something that the caller has just looked for in vain. Once in an attempt of the step, in whatever process:
 * after a request whose answer got lost it is looked for during two minutes before it is asked for again.
 *
 * @param wanted what it is (`starting publish.yml`) and what is looked for (`the run`), for a sentence.
 * @throws what `ask` throws, but for a rate limit, which is told.
 */
export async function askOnce<T>(
  client: AskOnceClient,
  work: StepWork<unknown>,
  wanted: Wanted,
  ask: () => Promise<T>,
): Promise<Answered<T>> {
  const { what, asking, result } = wanted;
  const asked = readAsked(work, what);
  const mayStillAppear = asked?.how === 'lost' && work.now.getTime() - asked.at.getTime() < lostFor;
  const time = (asked?.time ?? 0) + (asked?.how === 'begins' ? 0 : 1);
  if (!mayStillAppear && asked?.how !== 'begins' && !(await mayAsk(client, work, wanted, time))) {
    const sentence = `Slipway has not asked GitHub about ${asking}: the release is paused, its checks are read once more, or its window is over.`;
    const facts = asked?.how === 'lost' ? askedFacts(work, what, asked.time, 'refused') : {}; // it did not appear
    return { kind: 'told', outcome: waiting(sentence, undefined, facts) };
  }
  const key = `${what}:${work.values['run-id'] ?? ''}:${time}`;
  if (mayStillAppear || !(await client.firstTime(key))) {
    const sentence = `GitHub's answer about ${asking} got lost. Slipway looks whether ${result} appears before it asks again.`;
    const facts = mayStillAppear ? {} : askedFacts(work, what, time, 'lost');
    return { kind: 'told', outcome: waiting(sentence, undefined, facts) };
  }
  try {
    return { kind: 'answered', value: await ask(), facts: askedFacts(work, what, time, 'accepted') };
  } catch (error) {
    if (!(error instanceof Outage) || error.retryAt === undefined) throw error;
    // a rate limit: surely nothing was made
    return { kind: 'told', outcome: waiting(error.message, undefined, askedFacts(work, what, time, 'refused')) };
  }
}
