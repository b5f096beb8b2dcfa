import { parse } from 'yaml';
import { z } from 'zod';

const workflow = z.object({
  on: z.union([
    z.string().transform((one) => [one]),
    z.array(z.string()),
    z.record(z.string(), z.unknown()).transform(Object.keys),
  ]),
});
const reporting = new Set(['pull_request', 'pull_request_target', 'push']);

/** Whether a workflow file listens to what happens to a pull request's head. One that GitHub could not read either does not. */
export function reportsPullRequests(text: string): boolean {
  return eventsOf(text).some((event) => reporting.has(event));
}

/** Whether a workflow file listens to this event. */
export function listensTo(text: string, event: string): boolean {
  return eventsOf(text).includes(event);
}

function eventsOf(text: string): readonly string[] {
  const read = workflow.safeParse(yamlOf(text));
  return read.success ? read.data.on : [];
}

function yamlOf(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined; // not YAML: GitHub runs nothing for it
  }
}
