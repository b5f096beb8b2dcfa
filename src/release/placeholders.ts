/** Values that a playbook's `<name>` and `<step.fact>` stand for. */
export type Values = Readonly<Record<string, string>>;

const placeholder = /<([a-z][a-z0-9-]*(?:\.[a-z][a-zA-Z0-9-]*)?)>/g;

/** The names of the placeholders in a text, in order of appearance. */
export function placeholdersIn(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].map((m) => m[1] ?? '');
}

/** The text with its placeholders filled in; one without a value stays as it is, so that a person sees which is missing. */
export function fill(text: string, values: Values): string {
  return text.replaceAll(placeholder, (whole, name: string) => values[name] ?? whole);
}
