import type { Circumstances } from './answers.ts';
import type { Playbook } from './playbook.ts';
import { stepsIn } from './playbook-walk.ts';
import type { Release } from './release.ts';

/** The names of the changes-touch checks of a playbook: what conditions may name besides questions. */
export function touchChecks(playbook: Playbook): readonly string[] {
  return stepsIn(playbook).flatMap(({ step, name }) =>
    'check' in step && step.check === 'changes-touch' ? [name] : [],
  );
}

/** Whether a changes-touch check came to a yes: it opens more to do, so it is no plain success. */
export function touches(facts: Readonly<Record<string, string>>): boolean {
  return facts['touched'] === 'yes';
}

/** What the conditions of a running release are judged by now. A check that people completed found nothing out, so it counts as touching. */
export function circumstancesOf(release: Pick<Release, 'answers' | 'bump' | 'playbook' | 'steps'>): Circumstances {
  const { answers, bump, playbook, steps } = release;
  const touched = touchChecks(playbook).filter((id) => {
    const state = steps[id];
    return (
      state !== undefined && (touches(state.facts) || (state.status === 'done' && state.facts['touched'] === undefined))
    );
  });
  return { answers, bump, touched: new Set(touched) };
}
