import { counted } from '../../release/wording.ts';
import { few } from '../few.ts';
import { failing, type StepOutcome, waiting } from '../step-outcome.ts';

/** The last thing that one check or status said of a commit. */
export interface Report {
  readonly name: string;
  readonly state: 'pass' | 'wait' | 'fail';
  readonly said: string;
  readonly url?: string | undefined;
}

/** A run of GitHub Actions, its newest attempt. */
export interface CiRun {
  readonly id: string;
  readonly workflow: string;
  readonly title: string;
  readonly url: string;
  readonly event: string;
  readonly status: string;
  readonly conclusion?: string | undefined;
  readonly attempt: number;
  readonly createdAt: Date;
  /** When its newest attempt was started. */
  readonly startedAt: Date;
}

type Found =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'folder'; readonly entries: readonly { readonly path: string; readonly type: string }[] }
  | { readonly kind: 'missing' | 'no-ref' };

/** What CI said of a commit, and what the commit has to run. */
export interface CiReadClient {
  requiredContexts(repository: string, branch: string): Promise<readonly string[]>;
  /** The latest of each name. */
  reportsOf(repository: string, sha: string): Promise<readonly Report[]>;
  runsOfCommit(repository: string, sha: string): Promise<readonly CiRun[]>;
  readPath(repository: string, path: string, ref: string): Promise<Found>;
}

/** The commit that CI is read of, and where people see it. */
export interface CiHead {
  readonly head: string;
  readonly url: string;
  /** What is read is this commit, whatever is pushed. */
  readonly pinned?: boolean;
}

/** All that there is to judge by. */
export interface CiRead {
  readonly reports: readonly Report[];
  readonly required: readonly string[];
  readonly runs: readonly CiRun[];
}

const ownContext = /^slipway\//; // our own word on the release must not wait for itself
const passing = new Set(['success', 'neutral', 'skipped']);
const ofCi = new Set(['pull_request', 'pull_request_target', 'push']);

/** The newest run of each workflow and event that speaks for a commit: what people dispatched is none of CI. */
export function latestRuns(runs: readonly CiRun[]): readonly CiRun[] {
  const latest = new Map<string, CiRun>();
  for (const run of runs.filter((r) => ofCi.has(r.event))) {
    const key = `${run.event} ${run.workflow}`;
    const known = latest.get(key);
    if (known === undefined || run.createdAt > known.createdAt) latest.set(key, run);
  }
  return [...latest.values()];
}

/** Whether a run ended red. */
export function endedRed({ status, conclusion }: Pick<CiRun, 'status' | 'conclusion'>): boolean {
  return status === 'completed' && !passing.has(conclusion ?? '');
}

/** Whether any workflow of the commit is of this kind. */
export async function hasWorkflow(
  client: CiReadClient,
  repository: string,
  sha: string,
  wanted: (text: string) => boolean,
): Promise<boolean> {
  const folder = await client.readPath(repository, '.github/workflows', sha);
  const files = folder.kind === 'folder' ? folder.entries.filter((e) => /\.ya?ml$/.test(e.path)) : [];
  for (const { path } of files) {
    const file = await client.readPath(repository, path, sha);
    if (file.kind === 'file' && wanted(new TextDecoder().decode(file.bytes))) return true;
  }
  return false;
}

/**
 * All that GitHub knows of a commit.
 * @param branch whose required checks count; undefined where none are required
 */
export async function readCi(
  client: CiReadClient,
  repository: string,
  sha: string,
  branch: string | undefined,
): Promise<CiRead> {
  const [reports, required, runs] = await Promise.all([
    client.reportsOf(repository, sha),
    branch === undefined ? [] : client.requiredContexts(repository, branch),
    client.runsOfCommit(repository, sha),
  ]);
  return {
    reports: reports.filter((r) => !ownContext.test(r.name)),
    required: required.filter((name) => !ownContext.test(name)),
    runs,
  };
}

function mendWords({ pinned = false }: CiHead): string {
  return pinned
    ? 'Have it run again; or mend it, and pin the commit anew: a push alone does not move it.'
    : 'Mend it and push, or run it again on GitHub.';
}

function judgeReports(reports: readonly Report[], required: readonly string[], at: CiHead): StepOutcome | undefined {
  const { head, url } = at;
  const short = head.slice(0, 7);
  const red = reports.filter((r) => r.state === 'fail');
  if (red.length > 0) {
    const names = few(red.map((r) => `${r.name} (${r.said.replaceAll('_', ' ')})`));
    return failing(
      `${counted(red.length, 'check')} failed on ${short}: ${names}. ${mendWords(at)}`,
      red[0]?.url ?? url,
    );
  }
  const running = reports.filter((r) => r.state === 'wait').map((r) => r.name);
  const silent = required.filter((name) => !reports.some((r) => r.name === name));
  const parts = [
    ...(running.length > 0 ? [`${few(running)} still ${running.length === 1 ? 'runs' : 'run'}`] : []),
    ...(silent.length > 0 ? [`required but not reported: ${few(silent)}`] : []),
  ];
  return parts.length === 0 ? undefined : waiting(`CI on ${short}: ${parts.join('; ')}.`, url);
}

/** Runs that no check speaks for: later jobs of one that goes on, and one that could not even start its jobs. */
function judgeRuns(runs: readonly CiRun[], at: CiHead): StepOutcome | undefined {
  const { head, url } = at;
  const short = head.slice(0, 7);
  const all = latestRuns(runs);
  const red = all.find(endedRed);
  if (red !== undefined)
    return failing(
      `The workflow ${red.workflow} ended as ${(red.conclusion ?? 'nothing').replaceAll('_', ' ')} on ${short}. ${mendWords(at)}`,
      red.url,
    );
  const running = all.find((r) => r.status !== 'completed');
  return running === undefined
    ? undefined
    : waiting(`CI on ${short}: the workflow ${running.workflow} still runs.`, running.url ?? url);
}

/** What stands in the way of green; undefined where all that has reported is green, or nothing reports at all. */
export function judgeCi({ reports, required, runs }: CiRead, at: CiHead): StepOutcome | undefined {
  if (reports.length === 0 && required.length === 0) return judgeRuns(runs, at);
  return judgeReports(reports, required, at) ?? judgeRuns(runs, at);
}
