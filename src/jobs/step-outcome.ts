import type { Facts, FailedJob } from '../release/events.ts';
import type { Values } from '../release/placeholders.ts';
import type { PlannedStep } from '../release/plan.ts';
import type { Release } from '../release/release.ts';
import type { StepState } from '../release/step-state.ts';

/** What a check or an action works on: the release as it is now, its own step, and the placeholders' values. */
export interface StepWork<S> {
  readonly release: Release;
  readonly planned: PlannedStep;
  readonly step: S;
  readonly state: StepState;
  readonly values: Values;
  /** Fills placeholders of a playbook's text. */
  fill(text: string): string;
  /** `owner/name` of the component. */
  readonly repository: string;
  readonly now: Date;
}

/** What looking and acting came to. Sentences are plain text for people: no markup, no mention; views escape them. */
export type StepOutcome =
  | {
      readonly kind: 'completed';
      readonly how: 'made' | 'adopted';
      readonly sentence: string;
      readonly link?: string | undefined;
      readonly facts?: Facts;
    }
  /** Looked at again on the next webhook or poll. `wait`: not yet. `fail`: red, somebody must mend it. `unavailable`: cannot be read. */
  | {
      readonly kind: 'reading';
      readonly outcome: 'wait' | 'fail' | 'unavailable';
      readonly sentence: string;
      readonly link?: string | undefined;
      readonly facts?: Facts;
    }
  /** Pauses the release until somebody retries. */
  | {
      readonly kind: 'failed';
      readonly sentence: string;
      readonly remedy: string;
      readonly link?: string | undefined;
      readonly jobs?: readonly FailedJob[] | undefined;
    };

export function completed(how: 'made' | 'adopted', sentence: string, link?: string, facts: Facts = {}): StepOutcome {
  return { kind: 'completed', how, sentence, link, facts };
}

export function waiting(sentence: string, link?: string, facts: Facts = {}): StepOutcome {
  return { kind: 'reading', outcome: 'wait', sentence, link, facts };
}

export function failing(sentence: string, link?: string): StepOutcome {
  return { kind: 'reading', outcome: 'fail', sentence, link };
}

export function unavailable(sentence: string, link?: string): StepOutcome {
  return { kind: 'reading', outcome: 'unavailable', sentence, link };
}

/** Ends with its full stop, so that failures of different steps read alike. */
type Sentence = `${string}.`;

/** What an error of the outside says, as a sentence: some of them end with a full stop and some do not. */
export function sentenceOf(message: string): Sentence {
  return `${message.trim().replace(/\.+$/, '')}.`;
}

export function failed(
  sentence: Sentence,
  remedy: string,
  link?: string,
  jobs?: readonly FailedJob[] | undefined,
): StepOutcome {
  return { kind: 'failed', sentence, remedy, link, ...(jobs === undefined ? {} : { jobs }) };
}
