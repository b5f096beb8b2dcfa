import type { CheckStep } from '../../release/playbook-steps.ts';
import { shortened } from '../../release/shortened.ts';
import { counted, listed } from '../../release/wording.ts';
import { few } from '../few.ts';
import {
  completed,
  failing,
  type StepOutcome,
  type StepWork,
  sentenceOf,
  unavailable,
  waiting,
} from '../step-outcome.ts';

type Step = Extract<CheckStep, { check: 'no-security-alerts' }>;
type Work = StepWork<Step>;
type Scanner = Step['of'][number];
type Severity = Step['severity'];

interface Alert {
  readonly title: string;
  readonly url: string;
  /** undefined: every one stops. */
  readonly severity?: Severity | undefined;
}
type NotReadable = { readonly kind: 'not-readable'; readonly message: string };
type AlertsRead =
  | { readonly kind: 'read'; readonly alerts: readonly Alert[]; readonly complete: boolean }
  | NotReadable;

/** By one tool, of one part of the code. */
interface Analysis {
  readonly commit: string;
  readonly by: string;
  readonly error: string;
}

export interface NoSecurityAlertsClient {
  tipOfBranch(repository: string, branch: string): Promise<string | undefined>;
  codeScanningAlerts(repository: string, branch: string): Promise<AlertsRead>;
  /** Newest first. */
  codeScanningAnalyses(
    repository: string,
    branch: string,
  ): Promise<{ readonly kind: 'read'; readonly analyses: readonly Analysis[] } | NotReadable>;
  dependabotAlerts(repository: string, severities: readonly Severity[]): Promise<AlertsRead>;
  secretScanningAlerts(repository: string): Promise<AlertsRead>;
}

/** What one scanner says: for a pass its name, as the common sentence lists it. */
interface Looked {
  readonly outcome: 'pass' | 'wait' | 'fail' | 'unavailable';
  readonly said: string;
  readonly link?: string | undefined;
}

const worstFirst: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
const names = { 'code-scanning': 'code scanning', dependabot: 'Dependabot', 'secret-scanning': 'secret scanning' };

const stopping = (from: Severity): readonly Severity[] => worstFirst.slice(0, worstFirst.indexOf(from) + 1);

function inWords(from: Severity): string {
  if (from === 'critical') return 'critical';
  return from === 'low' ? 'of any severity' : `${from} or worse`;
}

function notReadable({ repository }: Work, scanner: Scanner, { message }: NotReadable): Looked {
  const name = names[scanner];
  const enable = `Enable ${name} in the settings of ${repository}`;
  const permit = `give Slipway's GitHub App or token the permission ${name} alerts: read`;
  const off = /disabled|not enabled|must be enabled|no analysis/i.test(message);
  const remedy = /not accessible|must have/i.test(message)
    ? `Please ${permit} there.`
    : `${enable}${off ? ' and let it run once, or take it out of the playbook' : `, and ${permit} there`}.`;
  const said = `Slipway cannot read the ${name} alerts of ${repository}. GitHub says: ${sentenceOf(message)} ${remedy}`;
  return { outcome: 'unavailable', said };
}

/** The alerts that stop, or undefined where there is none. */
function judgeAlerts(
  { step }: Work,
  scanner: Scanner,
  read: Exclude<AlertsRead, NotReadable>,
  place = '',
): Looked | undefined {
  const stops = stopping(step.severity);
  const found = read.alerts.filter(({ severity }) => severity === undefined || stops.includes(severity));
  const [first] = found;
  if (first === undefined) return undefined;
  const named = found.map(({ title, severity }) => {
    const graded = severity === undefined ? '' : ` (${severity})`;
    return `"${shortened(title, 40)}"${graded}`;
  });
  const count = `${read.complete ? '' : 'at least '}${counted(found.length, 'open alert')}`;
  return { outcome: 'fail', said: `${count} of ${names[scanner]}${place}: ${few(named)}.`, link: first.url };
}

/** Which analyses the newest commit looked at before the tip had and the tip has not, and that commit. */
function missingAt(tip: string, analyses: readonly Analysis[]): readonly [missing: readonly string[], before: string] {
  const before = analyses.find(({ commit }) => commit !== tip)?.commit ?? tip;
  const of = (wanted: string) => new Set(analyses.filter(({ commit }) => commit === wanted).map(({ by }) => by));
  const there = of(tip);
  return [[...of(before)].filter((by) => !there.has(by)), before];
}

/** An alert that is not there says something only of a commit that code scanning has looked at. */
async function judgeAnalyses(client: NoSecurityAlertsClient, work: Work, ref: string, tip: string): Promise<Looked> {
  const { repository } = work;
  const read = await client.codeScanningAnalyses(repository, ref);
  if (read.kind === 'not-readable') return notReadable(work, 'code-scanning', read);
  const [newest] = read.analyses;
  const short = tip.slice(0, 7);
  if (newest === undefined)
    return {
      outcome: 'unavailable',
      said: `Code scanning has never looked at ${ref} of ${repository}. Let it run on pushes to ${ref}, or name another branch as ref: in the playbook.`,
    };
  const ofTip = read.analyses.filter(({ commit }) => commit === tip);
  const start = `If nothing starts it by itself, start it on GitHub, or let it run on every push to ${ref}.`;
  if (ofTip.length === 0)
    return {
      outcome: 'wait',
      said: `Code scanning has not looked at ${short} of ${ref} yet, only at ${newest.commit.slice(0, 7)}. ${start}`,
    };
  const broken = ofTip.find((one) => one.error !== '' && ofTip.find(({ by }) => by === one.by) === one);
  if (broken !== undefined)
    return {
      outcome: 'unavailable',
      said: `Code scanning (${broken.by}) went wrong on ${short} of ${ref}: ${sentenceOf(shortened(broken.error))} Run it again on GitHub.`,
    };
  const [missing, before] = missingAt(tip, read.analyses);
  if (missing.length > 0)
    return {
      outcome: 'wait',
      said: `Code scanning has not looked wholly at ${short} of ${ref} yet: ${few(missing)} looked only at ${before.slice(0, 7)}. ${start}`,
    };
  return { outcome: 'pass', said: `code scanning of ${ref} at ${short} (${inWords(work.step.severity)})` };
}

async function lookAtCode(client: NoSecurityAlertsClient, work: Work): Promise<Looked> {
  const { repository, release, step } = work;
  const ref = work.fill(step.ref ?? release.playbook['released-from']);
  const tip = await client.tipOfBranch(repository, ref);
  if (tip === undefined) return { outcome: 'fail', said: `${repository} has no branch ${ref}.` };
  const read = await client.codeScanningAlerts(repository, ref);
  if (read.kind === 'not-readable') return notReadable(work, 'code-scanning', read);
  const red = judgeAlerts(work, 'code-scanning', read, ` on ${ref}`);
  if (red !== undefined) return red;
  if (!read.complete)
    return {
      outcome: 'unavailable',
      said: `${ref} of ${repository} has more open alerts of code scanning than Slipway reads (${read.alerts.length}), so it cannot say that none of the others is ${inWords(step.severity)}. Fix or dismiss some on GitHub.`,
    };
  return await judgeAnalyses(client, work, ref, tip);
}

async function lookAt(client: NoSecurityAlertsClient, work: Work, scanner: Scanner): Promise<Looked> {
  if (scanner === 'code-scanning') return await lookAtCode(client, work);
  const { repository, step } = work;
  const dependabot = scanner === 'dependabot';
  const read = await (dependabot
    ? client.dependabotAlerts(repository, stopping(step.severity))
    : client.secretScanningAlerts(repository));
  if (read.kind === 'not-readable') return notReadable(work, scanner, read);
  const pass = dependabot ? `Dependabot (${inWords(step.severity)})` : names[scanner];
  return judgeAlerts(work, scanner, read) ?? { outcome: 'pass', said: pass };
}

/**
 * Whether GitHub's scanners have no open alert of a severity or worse. What cannot be read, or was never looked at,
 * does not pass: no alert of a scanner that is switched off says nothing.
 */
export async function noSecurityAlerts(client: NoSecurityAlertsClient, work: Work): Promise<StepOutcome> {
  const looked = await Promise.all([...new Set(work.step.of)].map((scanner) => lookAt(client, work, scanner)));
  const open = looked.filter(({ outcome }) => outcome !== 'pass');
  if (open.length === 0) return completed('made', `No open alert: ${listed(looked.map(({ said }) => said))}.`);
  const red = open.filter(({ outcome }) => outcome === 'fail');
  const alarmed = red.some(({ link }) => link !== undefined);
  const said = [...red, ...open.filter((one) => !red.includes(one))].map((one) => one.said);
  const sentence = `${said.join(' ')}${alarmed ? ' Fix them, or dismiss them on GitHub with the reason.' : ''}`;
  const link = open.find((one) => one.link !== undefined)?.link;
  if (red.length > 0) return failing(sentence, link);
  return open.some(({ outcome }) => outcome === 'unavailable') ? unavailable(sentence) : waiting(sentence);
}
