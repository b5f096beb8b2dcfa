import type { Button } from '@slack/types';
import type { PlannedStep } from '../release/plan.ts';
import type { Release } from '../release/release.ts';
import { runsOnGitHub } from '../release/runs-on-github.ts';
import { isStuck, titleOf, waitingOf } from '../release/waiting.ts';
import { actionIds } from './action-ids.ts';
import { button } from './blocks.ts';
import { targetText } from './target.ts';

/** The checks of a running release that do not pass; none while it is paused. */
export function stuckChecks(release: Release): readonly PlannedStep[] {
  return release.status === 'open'
    ? waitingOf(release)
        .filter(isStuck)
        .map(({ planned }) => planned)
    : [];
}

function isWaivable({ step }: PlannedStep): boolean {
  return 'check' in step && step.waive !== undefined;
}

function buttonsFor(release: Release, checks: readonly PlannedStep[]): readonly Button[] {
  const what = `${release.component.name} ${release.semver}`;
  const make = (action: string, words: string, of: readonly PlannedStep[]): readonly Button[] => {
    const [only, second] = of;
    if (only === undefined) return [];
    const step = second === undefined ? only.id : undefined; // of several, the form or the answer names them
    const about = second === undefined ? titleOf(release, only) : `${of.length} checks`;
    return [
      button({ action, words, value: targetText({ release: release.id, step }), aloud: `${words}: ${about}, ${what}` }),
    ];
  };
  const again = checks.some(({ step }) => runsOnGitHub(step)) ? 'Re-run' : 'Read again';
  return [...make(actionIds.rerun, again, checks), ...make(actionIds.waive, 'Waive…', checks.filter(isWaivable))];
}

/** What can be done for a check that does not pass: have it run again, and waive it where the playbook lets somebody. */
export function checkButtons(release: Release, { id }: PlannedStep): readonly Button[] {
  return buttonsFor(
    release,
    stuckChecks(release).filter((p) => p.id === id),
  );
}

/** The same for all of them, on the card. */
export function stuckButtons(release: Release): readonly Button[] {
  return buttonsFor(release, stuckChecks(release));
}
