import { correction, type Finding } from './finding.ts';
import { placeholdersIn } from './placeholders.ts';
import type { Playbook } from './playbook.ts';
import type { DeployStep } from './playbook-steps.ts';
import { type PlacedStep, stepsIn } from './playbook-walk.ts';
import { commitFactsOf } from './step-facts.ts';
import { ownPlaceholders, placeholdersOf, textsIn } from './values-needed.ts';

type PlacedDeploy = PlacedStep & { readonly step: DeployStep };

/** What a placeholder stands for that only the version has that is withdrawn; undefined where the version before has it too. */
function lacking(name: string, all: readonly PlacedStep[], playbook: Playbook): string | undefined {
  const [source = '', fact] = name.split('.');
  if (fact === undefined) {
    if (ownPlaceholders.some((own) => own === name) || !placeholdersOf(playbook).has(name)) return undefined;
    return 'is an answer about the version that is withdrawn';
  }
  const from = all.find((one) => one.name === source)?.step;
  if (from === undefined || commitFactsOf(from).includes(fact)) return undefined; // what is not there is told elsewhere
  return 'is what a step of the withdrawn version left';
}

/** What of a step cannot be done again with the version before. */
function* againFindings(
  { step, path }: PlacedDeploy,
  all: readonly PlacedStep[],
  playbook: Playbook,
): Generator<Finding> {
  const out = `or take ${step.deploy} out of withdraw: redeploy:.`;
  if (step.for !== undefined) {
    yield {
      path: [...path, 'for'],
      message: 'This step is repeated for each answer, so it cannot be done again for the version before.',
      fix: `Deploy to ${step.deploy} once, ${out}`,
    };
    return;
  }
  const { deploy, at, workflow, inputs } = step;
  for (const [inside, text] of textsIn({ deploy, at, workflow, inputs }))
    for (const name of placeholdersIn(text)) {
      const because = lacking(name, all, playbook);
      if (because !== undefined)
        yield {
          path: [...path, ...inside],
          message: `<${name}> ${because}; for the version before, which withdraw: redeploy: deploys again, it is not known.`,
          fix: `Write <version>, <tag> or the commit that is released, such as <merged.sha>, ${out}`,
        };
    }
}

/** What of `withdraw:` cannot be meant: environments that nothing is deployed to, and deployments that cannot be done again. */
export function* withdrawFindings(playbook: Playbook): Generator<Finding> {
  const wanted = playbook.withdraw?.redeploy ?? [];
  if (wanted.length === 0) return;
  const all = stepsIn(playbook);
  const deploys = all.filter((one): one is PlacedDeploy => 'deploy' in one.step);
  const environments = deploys.map(({ step }) => step.deploy);
  for (const [i, environment] of wanted.entries()) {
    const path = ['withdraw', 'redeploy', i];
    if (!environments.includes(environment))
      yield {
        path,
        message: `No step deploys to ${environment}.`,
        fix: correction(environment, environments),
      };
    else if (wanted.indexOf(environment) < i)
      yield { path, message: `${environment} is named already.`, fix: 'Name it once.' };
  }
  for (const placed of deploys) if (wanted.includes(placed.step.deploy)) yield* againFindings(placed, all, playbook);
}
