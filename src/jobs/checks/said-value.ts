import { shortened } from '../../release/shortened.ts';
import { withoutTokens } from '../../release/token-shapes.ts';

/** Whether a value of a file is what a playbook says: 3 of YAML is a number, and a playbook says it as text. */
export function isSaid(value: unknown, said: string): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) && String(value) === said;
}

/** A value as a sentence says it. */
export function saidValue(value: unknown): string {
  if (value === null) return 'nothing';
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'a map';
  return typeof value === 'string' ? `"${withoutTokens(shortened(value, 60))}"` : String(value);
}
