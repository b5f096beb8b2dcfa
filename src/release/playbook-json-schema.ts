import { z } from 'zod';
import { playbookSchema } from './playbook.ts';

/** The JSON Schema of a playbook file as its author writes it: what editors complete by. */
export function playbookJsonSchema(): string {
  const schema = z.toJSONSchema(playbookSchema, { io: 'input', reused: 'ref' });
  return `${JSON.stringify({ ...schema, title: 'A Slipway playbook' }, null, 2)}\n`;
}
