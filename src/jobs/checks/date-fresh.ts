import type { CheckStep } from '../../release/playbook-steps.ts';
import { counted } from '../../release/wording.ts';
import { completed, failing, type StepOutcome, type StepWork } from '../step-outcome.ts';
import { type CalendarDate, dateIn, dateOf, daysAfter, daysBetween } from './calendar-date.ts';
import { dataFile } from './data-file.ts';
import { atDotted } from './dotted-path.ts';
import { saidValue } from './said-value.ts';
import { shownLines } from './shown-lines.ts';
import { type FilePlace, type TextFileClient, textFile } from './text-file.ts';

export type DateFreshClient = TextFileClient;

type Work = StepWork<Extract<CheckStep, { check: 'date-fresh' }>>;

/** A date and where it stands, or what is said where there is none. */
type Found =
  | { readonly kind: 'date'; readonly date: CalendarDate; readonly where: string; readonly url: string }
  | { readonly kind: 'told'; readonly outcome: StepOutcome };

const told = (sentence: string, url: string): Found => ({ kind: 'told', outcome: failing(sentence, url) });

async function atPath(client: DateFreshClient, work: Work, place: FilePlace, at: string): Promise<Found> {
  const read = await dataFile(client, place);
  if (read.kind === 'told') return read;
  const { url } = read;
  const { file, ref } = place;
  const values = atDotted(read.value, at);
  if (values.length === 0)
    return told(`${file} on ${ref} has no ${at}. Write the date there, such as 2026-11-21.`, url);
  const [value] = values;
  const date = typeof value === 'string' ? dateIn(value, work.release.playbook['time-zone']) : undefined;
  if (date !== undefined) return { kind: 'date', date, where: `${at} in ${file} on ${ref}`, url };
  return told(
    `${at} in ${file} on ${ref} is ${saidValue(value)}, which is no date such as 2026-11-21. Correct it.`,
    url,
  );
}

/** A line without what Markdown puts in front of its words. */
function wordsOf(line: string): string {
  return line.replace(/^(?:[\s>#|*_+`-]|\d+[.)]\s|\[[ xX]\])+/, '').toLowerCase();
}

async function inLine(client: DateFreshClient, work: Work, place: FilePlace, say: string): Promise<Found> {
  const read = await textFile(client, place);
  if (read.kind === 'told') return read;
  const { file, ref } = place;
  const lines = [...shownLines(read.text)].filter((line) => wordsOf(line).startsWith(wordsOf(say)));
  for (const line of lines) {
    const date = dateIn(line, work.release.playbook['time-zone']);
    if (date !== undefined) return { kind: 'date', date, where: `“${say}” in ${file} on ${ref}`, url: read.url };
  }
  const lack = lines.length === 0 ? `has no line that begins with “${say}”` : `has no date after “${say}”`;
  return told(`${file} on ${ref} ${lack}. Write it there with its date, such as 2026-11-21.`, read.url);
}

/** Whether what people attested with a date is not too old. */
export async function dateFresh(client: DateFreshClient, work: Work): Promise<StepOutcome> {
  const { repository, release, step, now } = work;
  const place = { repository, file: work.fill(step.file), ref: work.fill(step.ref) };
  const found =
    step.at === undefined
      ? await inLine(client, work, place, work.fill(step.say ?? ''))
      : await atPath(client, work, place, work.fill(step.at));
  if (found.kind === 'told') return found.outcome;
  const { date, where, url } = found;
  const age = daysBetween(date, dateOf(now, release.playbook['time-zone']));
  if (age < 0) return failing(`${where} is ${date}, which is still to come. Write the date on which it was done.`, url);
  const until = daysAfter(date, step.days);
  const ago = age === 0 ? 'today' : `${counted(age, 'day')} ago`;
  if (age <= step.days) return completed('made', `${where} is ${date}, ${ago}: it holds until ${until}.`, url);
  return failing(
    `${where} is ${date}, ${ago}, and may be ${counted(step.days, 'day')} old: it held until ${until}. Do it again, and write the new date.`,
    url,
  );
}
