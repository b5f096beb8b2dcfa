import type { CheckStep } from '../../release/playbook-steps.ts';
import { counted } from '../../release/wording.ts';
import { few, shortened } from '../few.ts';
import { completed, failing, type StepOutcome, type StepWork } from '../step-outcome.ts';
import { taskItems } from './task-items.ts';

export interface BoxesTickedClient {
  readPath(
    repository: string,
    path: string,
    ref: string,
  ): Promise<
    | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly url: string }
    | { readonly kind: 'folder' | 'missing' | 'no-ref' }
  >;
}

type Work = StepWork<Extract<CheckStep, { check: 'boxes-ticked' }>>;

const missing = {
  'no-ref': (_: string, ref: string, repository: string) => `${repository} has no branch ${ref}.`,
  missing: (file: string, ref: string) => `${file} is not on ${ref}. Add it, with its boxes ticked.`,
  folder: (file: string, ref: string) => `${file} on ${ref} is not a file.`,
};

/** Whether every box of a Markdown file is ticked, as it is on GitHub at a ref. */
export async function boxesTicked(client: BoxesTickedClient, work: Work): Promise<StepOutcome> {
  const { repository, step } = work;
  const [file, ref] = [work.fill(step.file), work.fill(step.ref)];
  const found = await client.readPath(repository, file, ref);
  if (found.kind !== 'file') return failing(missing[found.kind](file, ref, repository));
  const items = taskItems(new TextDecoder().decode(found.bytes));
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
