import { z } from 'zod';
import type { ShownView } from '../sandbox/slack/shown/shown.ts';

const option = z.object({ text: z.object({ text: z.string() }) });
const element = z.object({
  type: z.string(),
  options: z.array(option).optional(),
  option_groups: z.array(z.object({ options: z.array(option) })).optional(),
});
const block = z.object({
  type: z.string(),
  label: z.object({ text: z.string() }).optional(),
  text: z.object({ text: z.string() }).optional(),
  element: element.optional(),
  accessory: element.optional(),
});

/** Something that can be filled in. */
export interface Field {
  readonly label: string;
  /** Block Kit's type of the element, such as `radio_buttons`. */
  readonly type: string;
  readonly options: readonly string[];
}

const buttons = new Set(['button', 'overflow', 'image']);

/** The fields of a form, in their order: its inputs, and what stands beside a text. */
export function fieldsOf(view: ShownView): readonly Field[] {
  return view.blocks.flatMap((one): readonly Field[] => {
    const { data } = block.safeParse(one);
    const field = data?.element ?? data?.accessory;
    const label = data?.label?.text ?? data?.text?.text;
    if (field === undefined || label === undefined || buttons.has(field.type)) return [];
    const options = field.options ?? field.option_groups?.flatMap((group) => group.options) ?? [];
    return [{ label, type: field.type, options: options.map(({ text }) => text.text) }];
  });
}

/** Whether several options can be chosen. */
export function takesSeveral({ type }: Field): boolean {
  return type === 'checkboxes' || type.startsWith('multi_');
}

/** What people of the story write where evidence or a word is asked for. */
export function evidenceFor({ type }: Field): string {
  return type === 'url_text_input'
    ? 'https://grafana.acme.example/d/release'
    : 'Nothing since the deployment; the pager was quiet';
}

/** Whether a form has all that GitHub had to say. */
export function isComplete({ text }: ShownView): boolean {
  return !/^:hourglass_flowing_sand: GitHub is/m.test(text);
}
