import { z } from 'zod';
import { expecting, GitHubAnswer } from '../adapters/github/refused.ts';
import { type Finding, problem, warning } from './finding.ts';
import { type Patient, stops } from './github-patient.ts';

const named = z.object({ login: z.string().optional(), slug: z.string().optional() });
const environment = z.object({
  protection_rules: z
    .array(z.object({ type: z.string(), reviewers: z.array(z.object({ reviewer: named })).default([]) }))
    .default([]),
  deployment_branch_policy: z.object({ protected_branches: z.boolean() }).nullish(),
});

async function look(patient: Patient, name: string, step: string): Promise<readonly Finding[]> {
  const { about, octokit, owner, repo } = patient;
  const asked = octokit.rest.repos.getEnvironment({ owner, repo, environment_name: name });
  const answer = await expecting([403, 404], asked);
  if (answer instanceof GitHubAnswer) return []; // the first deployment makes it; a lacking permission is told elsewhere
  const { protection_rules: rules, deployment_branch_policy: policy } = environment.parse(answer.data);
  const reviewers = rules.flatMap((rule) =>
    rule.reviewers.map(({ reviewer }) => reviewer.login ?? reviewer.slug ?? ''),
  );
  const found: Finding[] = [];
  if (policy?.protected_branches === true) {
    const says = `The environment ${name} takes deployments from protected branches only, and Slipway deploys the tag. ${stops(patient, [step])}`;
    const fix = `Let tags such as ${patient.playbook.tag.replace('<version>', '*')} deploy to ${name} (its page, “Deployment branches and tags”).`;
    found.push(problem('environment-refs', about, says, fix));
  }
  if (reviewers.length > 0) {
    const says = `GitHub wants an approval by ${reviewers.join(' or ')} before a job may enter ${name}: ${step} waits for it after the button in Slack was pressed.`;
    found.push(
      warning(
        'environment-approval',
        about,
        says,
        `Tell them to approve on GitHub, or take the reviewers off ${name}.`,
      ),
    );
  }
  return found;
}

/** Whether the environments let a tag be deployed, and by whose leave. */
export async function environmentFindings(patient: Patient): Promise<readonly Finding[]> {
  const { environments } = patient.needs;
  const once = [...new Map(environments.map((one) => [one.environment, one])).values()];
  return (await Promise.all(once.map(({ environment: name, step }) => look(patient, name, step)))).flat();
}
