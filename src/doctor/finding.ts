import { RefusedOutside } from '../release/outside-errors.ts';

/** What the doctor found in one place. `failing` stops a release sooner or later; a warning only may. */
export interface Finding {
  readonly state: 'fine' | 'warning' | 'failing';
  /** Where: Slack, GitHub, a repository, a channel … */
  readonly about: string;
  readonly says: string;
  /** What to do about it. */
  readonly fix?: string | undefined;
}

export function fine(about: string, says: string): Finding {
  return { state: 'fine', about, says };
}

export function warning(about: string, says: string, fix: string): Finding {
  return { state: 'warning', about, says, fix };
}

export function failing(about: string, says: string, fix: string): Finding {
  return { state: 'failing', about, says, fix };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** What remedies say to whoever runs a release; the doctor comes before that. */
const whileItRuns = /,? (?:and|then|restart it, then) (?:press Retry|restart Slipway)(?=\.)/;

/** What an error says; some (several addresses tried at once) carry their words in a code or in their parts. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '') return error.message;
  return 'code' in error ? String(error.code) : error.name;
}

/**
 * Looks at one place. What is thrown on the way is a finding as well.
 *
 * @param remedy what to do where the error itself does not say so
 */
export async function look(
  about: string,
  remedy: string,
  run: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await run();
  } catch (error) {
    const fix = error instanceof RefusedOutside ? error.remedy.replace(whileItRuns, '') : remedy;
    return [failing(about, sentence(wordsOf(error)), sentence(fix))];
  }
}

const marks = { fine: 'fine   ', warning: 'WARNING', failing: 'FAILING' } as const;

/** A finding on one line. */
export function findingLine({ state, about, says, fix }: Finding): string {
  return `${marks[state]}  ${about}: ${says}${fix === undefined ? '' : ` → ${fix}`}`;
}

/** How many there are of each state, on one line. */
export function summaryLine(findings: readonly Finding[]): string {
  const count = (state: Finding['state']): number => findings.filter((one) => one.state === state).length;
  const [warnings, failed] = [count('warning'), count('failing')];
  return `${count('fine')} fine, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}, ${failed} failing.`;
}
