import type { CheckStep } from '../../release/playbook-steps.ts';
import { shortened } from '../../release/shortened.ts';
import { counted } from '../../release/wording.ts';
import { few } from '../few.ts';
import { completed, failing, type StepOutcome, type StepWork } from '../step-outcome.ts';
import { taskItems } from './task-items.ts';
import { type TextFileClient, textFile } from './text-file.ts';

export type BoxesTickedClient = TextFileClient;

type Work = StepWork<Extract<CheckStep, { check: 'boxes-ticked' }>>;

/** Whether every box of a Markdown file is ticked, as it is on GitHub at a ref. */
export async function boxesTicked(client: BoxesTickedClient, work: Work): Promise<StepOutcome> {
  const { repository, step } = work;
  const [file, ref] = [work.fill(step.file), work.fill(step.ref)];
  const found = await textFile(client, { repository, file, ref });
  if (found.kind === 'told') return found.outcome;
  const items = taskItems(found.text);
  if (items.length === 0)
    return failing(
      `${file} has no boxes (lines such as "- [x] Tests pass") on ${ref}, so nothing says that it is complete.`,
      found.url,
    );
  const open = items.filter((item) => !item.ticked).map((item) => `"${shortened(item.text, 70)}"`);
  if (open.length === 0)
    return completed(
      'made',
      items.length === 1 ? 'Its one box is ticked.' : `All ${items.length} boxes are ticked.`,
      found.url,
    );
  return failing(
    `${open.length} of ${counted(items.length, 'box', 'boxes')} open: ${few(open)}. Tick them in ${file} on ${ref}.`,
    found.url,
  );
}
