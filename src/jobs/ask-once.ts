import { Outage } from '../release/outside-errors.ts';
import { type StepOutcome, type StepWork, waiting } from './step-outcome.ts';

export interface AskOnceClient {
  /** True for one caller and once, in whatever process. */
  firstTime(key: string): Promise<boolean>;
}

/** Writes that GitHub repeats when it is asked twice: it has no key by which it would know the second request again. */
type Repeatable = 'dispatch' | 'deployment' | 'draft';

/** What is known of asking for it; kept as the fact `asked-dispatch`, `asked-deployment` or `asked-draft`. */
interface Asked {
  /** Counts the requests of one attempt: another one is made only after one got lost. */
  readonly time: number;
  readonly how: 'accepted' | 'lost' | 'refused';
  readonly at: Date;
}

const lostFor = 2 * 60_000; // ms in which something whose request may have got lost can still appear

export function readAsked({ state }: Pick<StepWork<unknown>, 'state'>, what: Repeatable): Asked | undefined {
  const [of, time, how, at] = (state.facts[`asked-${what}`] ?? '').split(' ');
  if (of !== String(state.attempt) || at === undefined) return undefined;
  if (how !== 'accepted' && how !== 'lost' && how !== 'refused') return undefined;
  return { time: Number(time), how, at: new Date(at) };
}

function askedFacts({ state, now }: StepWork<unknown>, what: Repeatable, time: number, how: Asked['how']) {
  return { [`asked-${what}`]: `${state.attempt} ${time} ${how} ${now.toISOString()}` };
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
  wanted: { readonly what: Repeatable; readonly asking: string; readonly result: string },
  ask: () => Promise<T>,
): Promise<Answered<T>> {
  const { what, asking, result } = wanted;
  const asked = readAsked(work, what);
  const mayStillAppear = asked?.how === 'lost' && work.now.getTime() - asked.at.getTime() < lostFor;
  const time = asked === undefined ? 1 : asked.time + 1;
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
