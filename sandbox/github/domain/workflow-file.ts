import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import type { Git } from '../git/run-git.ts';
import { readBlob, readTree } from '../git/trees.ts';

const names = z.union([z.string(), z.array(z.string())]).transform((one) => (typeof one === 'string' ? [one] : one));
const filter = z
  .object({
    branches: names.optional(),
    'branches-ignore': names.optional(),
    tags: names.optional(),
    'tags-ignore': names.optional(),
    paths: names.optional(),
    'paths-ignore': names.optional(),
    types: names.optional(),
    inputs: z
      .record(
        z.string(),
        z
          .object({
            required: z.boolean().default(false),
            default: z.union([z.string(), z.number(), z.boolean()]).optional(),
            type: z.string().default('string'),
            options: z.array(z.string()).optional(),
          })
          .nullable(),
      )
      .nullish(),
  })
  .nullable();
const triggers = z.union([
  z.string().transform((event) => ({ [event]: null })),
  z.array(z.string()).transform((events) => Object.fromEntries(events.map((event) => [event, null]))),
  z.record(z.string(), z.unknown()),
]);
const step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const job = z.object({
  name: z.string().optional(),
  environment: z.union([z.string(), z.object({ name: z.string() })]).optional(),
  steps: z.array(step).default([]),
});
const file = z.object({
  name: z.string().optional(),
  'run-name': z.string().optional(),
  on: triggers,
  jobs: z.record(z.string(), job),
});

export type Filter = z.infer<typeof filter>;

export interface WorkflowFile {
  readonly path: string;
  readonly name: string;
  readonly runName: string | null;
  /** What starts it: event to its filter, or null for none. */
  readonly on: ReadonlyMap<string, Filter>;
  readonly jobs: readonly {
    readonly key: string;
    readonly name: string;
    readonly environment: string | null;
    readonly artifacts: readonly string[];
  }[];
  /** What it attaches to the release of its tag, and whether it attests it. */
  readonly attaches: readonly { readonly name: string; readonly attested: boolean }[];
  /** Whether it runs Release Please: with the workflow's own token, or with that of an App. */
  readonly releasePlease?: 'workflow' | 'app';
  /** The branch that it is given for Release Please, expressions in it; absent: the default one. */
  readonly targetBranch?: string;
}

/** Events whose configuration is not a map of filters. */
const unfiltered = new Set(['schedule']);

function artifactsOf(steps: z.infer<typeof job>['steps']): string[] {
  return steps
    .filter(({ uses }) => uses?.startsWith('actions/upload-artifact@') === true)
    .map((one) => (typeof one.with?.['name'] === 'string' ? one.with['name'] : 'artifact'));
}

function releasePleaseOf(jobs: z.infer<typeof file>['jobs']): Pick<WorkflowFile, 'releasePlease' | 'targetBranch'> {
  const steps = Object.values(jobs).flatMap((one) => one.steps);
  const found = steps.find(({ uses }) => uses?.startsWith('googleapis/release-please-action@') === true);
  if (found === undefined) return {};
  const { token, 'target-branch': target } = found.with ?? {};
  return {
    releasePlease: typeof token !== 'string' || token.includes('GITHUB_TOKEN') ? 'workflow' : 'app',
    ...(typeof target === 'string' ? { targetBranch: target } : {}),
  };
}

const upload = /\bgh release upload "?\$(?:GITHUB_REF_NAME|\{GITHUB_REF_NAME\})"? ([^\n]+)/g;

function attachesOf(jobs: z.infer<typeof file>['jobs']): WorkflowFile['attaches'] {
  const steps = Object.values(jobs).flatMap((one) => one.steps);
  const attested = new Set(
    steps
      .filter(({ uses }) => uses?.startsWith('actions/attest-build-provenance@') === true)
      .map((one) => one.with?.['subject-path']),
  );
  const uploads = steps.flatMap(({ run }) => [...(run ?? '').matchAll(upload)].map(([, files = '']) => files));
  return uploads
    .flatMap((files) => files.trim().split(/\s+/))
    .filter((name) => !name.startsWith('-'))
    .map((name) => ({ name, attested: attested.has(name) }));
}

function yamlOf(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof YAMLParseError) return undefined;
    throw error;
  }
}

/** Reads one workflow; undefined when GitHub could not run it either. */
function parseWorkflow(path: string, text: string): WorkflowFile | undefined {
  const parsed = file.safeParse(yamlOf(text));
  if (!parsed.success) return undefined;
  const { on, jobs, name } = parsed.data;
  const filters = Object.entries(on).map(
    ([event, value]) => [event, unfiltered.has(event) ? null : filter.parse(value)] as const,
  );
  return {
    path,
    name: name ?? path,
    runName: parsed.data['run-name'] ?? null,
    on: new Map(filters),
    ...releasePleaseOf(jobs),
    attaches: attachesOf(jobs),
    jobs: Object.entries(jobs).map(([key, { name: title, environment, steps }]) => ({
      key,
      name: title ?? key,
      environment: typeof environment === 'object' ? environment.name : (environment ?? null),
      artifacts: artifactsOf(steps),
    })),
  };
}

const folder = '.github/workflows';

/** By the id of the folder's tree, which says all that is in it. */
const folders = new Map<string, Promise<WorkflowFile[]>>();

async function readFolder(git: Git, tree: string): Promise<WorkflowFile[]> {
  const entries = (await readTree(git, tree)) ?? [];
  const files = entries.filter(({ type, path }) => type === 'blob' && /\.ya?ml$/.test(path));
  const texts = await Promise.all(files.map(({ sha }) => readBlob(git, sha)));
  return files.flatMap(
    ({ path }, index) => parseWorkflow(`${folder}/${path}`, texts[index]?.toString('utf8') ?? '') ?? [],
  );
}

/** The workflows of a commit or tree. */
export async function workflowsAt(git: Git, treeish: string): Promise<WorkflowFile[]> {
  const tree = await git.recall(['rev-parse', '--verify', '--quiet', `${treeish}:${folder}`], [treeish]);
  if (tree.code !== 0) return [];
  const id = tree.stdout.toString('utf8').trim();
  const files = folders.get(id) ?? readFolder(git, id);
  folders.set(id, files);
  return await files;
}

/** Fills in `${{ inputs.version }}` and the like; what is not known becomes empty, as in a real run name. */
export function substitute(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) => values[name] ?? '');
}
