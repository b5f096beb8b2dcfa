import { correction, type Finding } from './finding.ts';
import type { Playbook } from './playbook.ts';
import { stepsIn } from './playbook-walk.ts';

/** Windows in which nothing is deployed, because no step after them deploys to their environment. */
export function* windowFindings(playbook: Playbook): Generator<Finding> {
  const all = stepsIn(playbook);
  for (const { step, path, group } of all) {
    if (!('window' in step)) continue;
    const environments = all.flatMap((one) => ('deploy' in one.step ? [one] : []));
    const named = environments.filter((one) => 'deploy' in one.step && one.step.deploy === step.window);
    if (named.some((one) => one.group > group)) continue;
    yield {
      path: [...path, 'window'],
      message:
        named.length === 0
          ? `No step deploys to ${step.window}, so this window is for nothing.`
          : `Nothing is deployed to ${step.window} after this, so this window is for nothing.`,
      fix:
        named.length === 0
          ? correction(
              step.window,
              environments.flatMap((one) => ('deploy' in one.step ? [one.step.deploy] : [])),
            )
          : 'Move it to an earlier place.',
    };
  }
}
