import { readFileSync } from 'node:fs';
import { type Environment, readEnvironment, type Settings, type SetupProblem } from './environment.ts';
import { type FileProblem, loadPlaybooks, type Playbooks } from './playbooks.ts';
import { readSlipwayFile } from './read-slipway-file.ts';
import { crossProblems } from './slipway-cross-checks.ts';
import type { SlipwayFile } from './slipway-file.ts';

/** All that Slipway is told from outside, read once at its start. */
export interface Config extends Settings {
  readonly slipway: SlipwayFile;
  readonly playbooks: Playbooks;
}

/** The configuration as far as it can be read. What `problems` names of it does not count. */
export interface Readable extends Settings {
  readonly slipway: SlipwayFile | undefined;
  /** Those that are right. */
  readonly playbooks: Playbooks;
}

/** A problem on one line: where, what, and what to do. */
export function setupLine({ place, message, fix }: SetupProblem): string {
  return [place, message, fix].filter((part) => part !== '').join(' ');
}

function setupProblem({ file, line, column, message, fix }: FileProblem): SetupProblem {
  return { place: `${file}:${line}:${column}`, message, fix: fix ?? '' };
}

/** What a file or folder gives, or that it cannot be read. */
function reading<T>(
  read: () => T,
  place: string,
  fix: string,
): { readonly got: T } | { readonly problem: SetupProblem } {
  try {
    return { got: read() };
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    return { problem: { place, message: `cannot be read (${because}).`, fix } };
  }
}

function readFiles({ slipwayFile, playbooksDir, github }: Settings): {
  readonly slipway?: SlipwayFile;
  readonly playbooks: Playbooks;
  readonly problems: readonly SetupProblem[];
} {
  const problems: SetupProblem[] = [];
  const folder = reading(() => loadPlaybooks(playbooksDir), playbooksDir, 'Set PLAYBOOKS_DIR to the playbooks folder.');
  if ('problem' in folder) problems.push(folder.problem);
  else problems.push(...folder.got.problems.map(setupProblem));
  const complete = problems.length === 0;
  const playbooks: Playbooks = 'got' in folder ? folder.got.playbooks : new Map();

  const text = reading(() => readFileSync(slipwayFile, 'utf8'), slipwayFile, 'Set SLIPWAY_CONFIG to your slipway.yml.');
  if ('problem' in text) return { playbooks, problems: [...problems, text.problem] };
  const read = readSlipwayFile(text.got);
  const linkable = github.clientId !== undefined;
  const found =
    'problems' in read ? read.problems : crossProblems(read.slipway, read.file, playbooks, complete, linkable);
  problems.push(...found.map((problem) => setupProblem({ ...problem, file: slipwayFile })));
  return 'slipway' in read ? { slipway: read.slipway, playbooks, problems } : { playbooks, problems };
}

/**
 * Reads the environment (this file is the only one that does), slipway.yml and the playbooks: the configuration, or every mistake
 * in all of them at once, beside what can be read nevertheless. No problem names a secret.
 */
export function readConfig(
  environment: Environment = process.env,
): { readonly config: Config } | { readonly problems: readonly SetupProblem[]; readonly readable: Readable } {
  const { settings, problems } = readEnvironment(environment);
  const files = readFiles(settings);
  const all = [...problems, ...files.problems];
  const { slipway, playbooks } = files;
  if (all.length > 0 || slipway === undefined) return { problems: all, readable: { ...settings, slipway, playbooks } };
  return { config: { ...settings, slipway, playbooks } };
}

/** Where the log is kept. */
export type StorePlace = Pick<Settings, 'databaseUrl' | 'dataDir'>;

/** Reads where the log is kept, and nothing else of the environment: who verifies it needs no token. */
export function readStorePlace(environment: Environment = process.env): {
  readonly place: StorePlace;
  readonly problems: readonly SetupProblem[];
} {
  const { settings, problems } = readEnvironment(environment);
  return { place: settings, problems: problems.filter(({ place }) => place === 'DATABASE_URL') };
}
