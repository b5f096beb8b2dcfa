import type { CheckStep } from '../../release/playbook-steps.ts';
import { counted } from '../../release/wording.ts';
import { few } from '../few.ts';
import { completed, failing, type StepOutcome, type StepWork, unavailable } from '../step-outcome.ts';
import { dataFile } from './data-file.ts';
import { atDotted } from './dotted-path.ts';
import { isSaid, saidValue } from './said-value.ts';
import type { TextFileClient } from './text-file.ts';

export type ValuesAgreeClient = TextFileClient;

type Work = StepWork<Extract<CheckStep, { check: 'values-agree' }>>;
type Place = Work['step']['files'][number];

/** What one place says: nothing to object to, something else, or that its file cannot be read. */
type Found =
  | { readonly kind: 'agrees' | 'differs'; readonly said: string; readonly url: string }
  | { readonly kind: 'unread'; readonly outcome: StepOutcome };

async function find(client: ValuesAgreeClient, work: Work, place: Place): Promise<Found> {
  const { repository, step } = work;
  const [file, at, ref] = [work.fill(place.file), work.fill(place.at), work.fill(step.ref)];
  const read = await dataFile(client, { repository, file, ref });
  if (read.kind === 'told') return { kind: 'unread', outcome: read.outcome };
  const { url } = read;
  const values = atDotted(read.value, at);
  if (values.length === 0) return { kind: 'differs', said: `${file} has no ${at}`, url };
  const [value] = values;
  if (isSaid(value, work.fill(step.say))) return { kind: 'agrees', said: `${at} in ${file}`, url };
  return { kind: 'differs', said: `${at} in ${file} is ${saidValue(value)}`, url };
}

/** Whether a value is the same in all files that carry it. */
export async function valuesAgree(client: ValuesAgreeClient, work: Work): Promise<StepOutcome> {
  const { step } = work;
  const [ref, wanted] = [work.fill(step.ref), work.fill(step.say)];
  const found: Found[] = [];
  for (const place of step.files) found.push(await find(client, work, place));
  const unread = found.flatMap((one) => (one.kind === 'unread' ? [one.outcome] : []));
  const differing = found.flatMap((one) => (one.kind === 'differs' ? [one] : []));
  const others = unread.map(({ sentence }) => sentence).slice(0, 3);
  if (differing.length > 0) {
    const many = `${differing.length} of ${counted(step.files.length, 'value')} on ${ref} ${differing.length === 1 ? 'is' : 'are'} not ${wanted}`;
    const sentence = `${many}: ${few(differing.map(({ said }) => said))}. Correct ${differing.length === 1 ? 'it' : 'them'} there.`;
    return failing([sentence, ...others].join(' '), differing[0]?.url);
  }
  const [first] = unread;
  if (first !== undefined) {
    const red = unread.some((one) => one.kind === 'reading' && one.outcome === 'fail');
    return red ? failing(others.join(' '), first.link) : unavailable(others.join(' '), first.link);
  }
  const agreeing = found.flatMap((one) => (one.kind === 'agrees' ? [one] : []));
  const [only] = agreeing;
  const which = agreeing.length === 1 && only !== undefined ? `${only.said} is` : `All ${agreeing.length} values are`;
  return completed('made', `${which} ${wanted} on ${ref}.`, only?.url);
}
