import { z } from 'zod';
import type { NeededBranch } from '../release/playbook-needs.ts';
import { type Finding, warning } from './finding.ts';
import { type Patient, stops } from './github-patient.ts';

/** The status by which Slipway freezes a branch. */
export const freezeStatus = 'slipway/freeze';

const rules = z.array(
  z.object({
    type: z.string(),
    parameters: z
      .object({ required_status_checks: z.array(z.object({ context: z.string() })).default([]) })
      .partial()
      .optional(),
  }),
);
const protectedBy = z.object({
  protection: z
    .object({ required_status_checks: z.object({ contexts: z.array(z.string()).default([]) }).nullish() })
    .optional(),
});

/** Whether GitHub asks people for the status, whoever else may bypass it. */
async function requires({ octokit, owner, repo }: Patient, branch: string, shown: unknown): Promise<boolean> {
  const classic = protectedBy.safeParse(shown).data?.protection?.required_status_checks?.contexts ?? [];
  if (classic.includes(freezeStatus)) return true;
  const { data } = await octokit.rest.repos.getBranchRules({ owner, repo, branch, per_page: 100 });
  return rules
    .parse(data)
    .filter(({ type }) => type === 'required_status_checks')
    .some(({ parameters }) => parameters?.required_status_checks?.some(({ context }) => context === freezeStatus));
}

/** Whether a branch that the playbook freezes is held by anything: a status that is not required stops nobody. */
export async function freezeFindings(patient: Patient, branch: string, shown: unknown): Promise<readonly Finding[]> {
  const needed: NeededBranch | undefined = patient.needs.frozen.find((one) => one.branch === branch);
  if (needed === undefined || (await requires(patient, branch, shown))) return [];
  return [
    warning(
      'freeze-not-required',
      patient.about,
      `${branch} does not require the status ${freezeStatus}, so nothing is held while it is frozen. ${stops(patient, [needed.step], 'A merge into it meanwhile voids what was signed for')}`,
      `Require ${freezeStatus} on ${branch} by a ruleset or branch protection, from Slipway’s App where it is one.`,
    ),
  ];
}
