import { RefusedOutside } from '../release/outside-errors.ts';
import { stepWords } from '../release/playbook-needs.ts';
import { stepsIn } from '../release/playbook-walk.ts';
import { type Finding, problem } from './finding.ts';
import { type Patient, stops } from './github-patient.ts';

const names = { 'code-scanning': 'Code scanning', dependabot: 'Dependabot', 'secret-scanning': 'Secret scanning' };
type Scanner = keyof typeof names;

/** Whether GitHub refuses alerts because the scanner is switched off, or never ran: it tells that only to who may read them. */
export function isSwitchedOff(error: unknown): boolean {
  return error instanceof RefusedOutside && /disabled|not enabled|must be enabled|no analysis/i.test(error.message);
}

/** The scanners whose alerts the playbook reads, with the steps that do. */
function scannersOf({ playbook }: Patient): ReadonlyMap<Scanner, readonly string[]> {
  const found = new Map<Scanner, string[]>();
  for (const { step } of stepsIn(playbook))
    if ('check' in step && step.check === 'no-security-alerts')
      for (const scanner of step.of) found.set(scanner, [...(found.get(scanner) ?? []), stepWords(step)]);
  return found;
}

/** Whether the scanners are on whose alerts the playbook reads. What may not be read is a missing permission's finding. */
export async function scannerFindings(patient: Patient): Promise<readonly Finding[]> {
  const { about, octokit, owner, repo } = patient;
  const at = { owner, repo, per_page: 1 };
  const probes = {
    'code-scanning': () => octokit.rest.codeScanning.listAlertsForRepo(at),
    dependabot: () => octokit.rest.dependabot.listAlertsForRepo(at),
    'secret-scanning': () => octokit.rest.secretScanning.listAlertsForRepo({ ...at, hide_secret: true }),
  };
  const found = await Promise.all(
    [...scannersOf(patient)].map(async ([scanner, steps]) => {
      try {
        await probes[scanner]();
        return [];
      } catch (error) {
        if (!(error instanceof RefusedOutside)) throw error;
        if (!isSwitchedOff(error)) return [];
        const says = `${names[scanner]} is switched off, or never ran (${error.message.replace(/\.$/, '')}). ${stops(patient, steps)}`;
        const fix = 'Enable it in the settings of the repository and let it run once, or take it out of the playbook.';
        return [problem('scanner-off', about, says, fix)];
      }
    }),
  );
  return found.flat();
}
