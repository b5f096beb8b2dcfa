import type { ShownView } from '../sandbox/slack/shown/shown.ts';
import { type Field, fieldsOf, takesSeveral } from './form.ts';

/** The one of these that is meant: by its whole text, else its beginning, else a part of it. */
export function meant<T>(all: readonly T[], textOf: (one: T) => string, wanted: string): T | undefined {
  const low = wanted.trim().toLowerCase();
  const tests = [
    (text: string) => text === low,
    (text: string) => text.startsWith(low),
    (text: string) => text.includes(low),
  ];
  if (low === '') return undefined;
  for (const test of tests) {
    const found = all.filter((one) => test(textOf(one).toLowerCase()));
    if (found.length === 1) return found[0];
  }
  return undefined;
}

const listed = (options: readonly string[]): string => options.map((one) => `“${one}”`).join(', ');

function severalOf({ label, options }: Field, value: string): readonly string[] {
  if (value.toLowerCase() === 'all') return options;
  let rest = value;
  const chosen = [...options]
    .sort((a, b) => b.length - a.length)
    .filter((option) => {
      const found = rest.includes(option);
      rest = rest.replace(option, '');
      return found;
    });
  const left = rest
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const more = left.map((one) => {
    const option = meant(options, (text) => text, one);
    if (option === undefined) throw new Error(`“${label}” has no choice “${one}”. There are: ${listed(options)}.`);
    return option;
  });
  return options.filter((option) => chosen.includes(option) || more.includes(option));
}

function wantedOf(field: Field, value: string): unknown {
  if (takesSeveral(field) && field.options.length > 0) return severalOf(field, value);
  if (field.type.startsWith('multi_')) return value.split(',').map((one) => one.trim().replace(/^@/, ''));
  if (field.options.length === 0) return value;
  const option = meant(field.options, (text) => text, value);
  if (option === undefined)
    throw new Error(`“${field.label}” has no choice “${value}”. There are: ${listed(field.options)}.`);
  return option;
}

/** What `fill <label> = <value>` means in a form; throws a sentence where it fits nothing. */
export function fillingOf(view: ShownView, text: string): { readonly label: string; readonly value: unknown } {
  const fields = fieldsOf(view);
  const at = text.indexOf('=');
  if (at === -1) throw new Error('Write: fill <field> = <value>');
  const name = text.slice(0, at);
  const field = meant(fields, ({ label }) => label, name);
  if (field === undefined)
    throw new Error(`The form has no field “${name.trim()}”. There are: ${listed(fields.map(({ label }) => label))}.`);
  return { label: field.label, value: wantedOf(field, text.slice(at + 1).trim()) };
}
