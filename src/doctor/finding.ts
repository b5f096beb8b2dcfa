import { z } from 'zod';
import { Outage, RefusedOutside } from '../release/outside-errors.ts';
import type { Code } from './codes.ts';

/** What the doctor found in one place. A problem stops a release sooner or later; a warning only may. */
export interface Finding {
  readonly code: Code;
  readonly grade: 'ok' | 'warning' | 'problem';
  /** Where: Slack, GitHub, a repository, a channel … */
  readonly about: string;
  /** What is so, and what it stops. */
  readonly says: string;
  /** What to do about it. */
  readonly fix?: string | undefined;
}

type Said = readonly [code: Code, about: string, says: string];

export function ok(...[code, about, says]: Said): Finding {
  return { code, grade: 'ok', about, says };
}

export function warning(...[code, about, says, fix]: readonly [...Said, fix: string]): Finding {
  return { code, grade: 'warning', about, says, fix };
}

export function problem(...[code, about, says, fix]: readonly [...Said, fix: string]): Finding {
  return { code, grade: 'problem', about, says, fix };
}

function sentence(text: string): string {
  const begun = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

/** What remedies say to whoever runs a release; the doctor comes before that. */
const whileItRuns = /,? (?:and|then|restart it, then) (?:press Retry|restart Slipway)(?=\.)/;

/** What the system says of a connection that it could not make. */
const systemCall = z
  .object({
    code: z.string(),
    syscall: z.string(),
    address: z.string().optional(),
    port: z.number().optional(),
    hostname: z.string().optional(),
  })
  .transform(({ code, address, port, hostname = '' }) => ({
    code,
    at: address === undefined ? hostname : `${address}${port === undefined ? '' : `:${port}`}`,
  }));

/** What an error says; some (several addresses tried at once) carry their words in a code or in their parts. */
function wordsOf(error: unknown, server?: string): string {
  const failed = systemCall.safeParse(error instanceof AggregateError ? error.errors[0] : error).data;
  if (server !== undefined && failed !== undefined) return `${server} does not answer at ${failed.at} (${failed.code})`;
  if (error instanceof AggregateError) return error.errors.map((one) => wordsOf(one)).join('; ');
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '')
    return error.message.replace('The operation was aborted due to timeout', 'no answer in time');
  return 'code' in error ? String(error.code) : error.name;
}

/** A place that is looked at, and how to speak of it where that fails. */
export interface Place {
  readonly about: string;
  /** Where it cannot be reached, or does not answer. */
  readonly unreachable: Code;
  /** Where it says no. */
  readonly refused: Code;
  /** What to do where the error itself does not say so. */
  readonly remedy: string;
  /** The program that is asked, where the system's own words would not say it. */
  readonly server?: string;
  /** Seconds that looking may take. */
  readonly within: number;
}

async function bounded<T>(seconds: number, run: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Outage(`No answer within ${seconds} seconds`)), seconds * 1000);
  });
  return await Promise.race([run(), late]).finally(() => clearTimeout(timer));
}

/** Looks at one place. What is thrown on the way is a finding as well, and so is silence. */
export async function look(place: Place, run: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  const { about, unreachable, refused, remedy, server, within } = place;
  try {
    return await bounded(within, run);
  } catch (error) {
    const no = error instanceof RefusedOutside;
    const fix = no ? error.remedy.replace(whileItRuns, '') : remedy;
    return [problem(no ? refused : unreachable, about, sentence(wordsOf(error, server)), sentence(fix))];
  }
}

const marks = { ok: 'ok     ', warning: 'WARNING', problem: 'PROBLEM' } as const;

/** A finding for people: what is so, and under it what to do, with the code by which docs/doctor.md has more. */
export function findingText({ code, grade, about, says, fix }: Finding): string {
  const first = `${marks[grade]}  ${about}: ${says}`;
  return fix === undefined ? first : `${first}\n         → ${fix} [${code}]`;
}

/** How many findings there are of each grade. */
export function countsOf(findings: readonly Finding[]) {
  const count = (grade: Finding['grade']): number => findings.filter((one) => one.grade === grade).length;
  return { ok: count('ok'), warnings: count('warning'), problems: count('problem') };
}

/** The counts on one line. */
export function summaryLine(findings: readonly Finding[]): string {
  const { ok: fine, warnings, problems } = countsOf(findings);
  const several = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  const end = problems === 0 ? 'Nothing was found that stops a release.' : 'A release would be stopped.';
  return `${fine} ok, ${several(warnings, 'warning')}, ${several(problems, 'problem')}. ${end}`;
}
