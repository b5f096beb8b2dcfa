import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import type { GitHubShown } from '../github-contract.ts';
import { openCheckRow } from './github/checks.ts';
import { codeForm, issueForm, pullForm, pushForm, writeForm } from './github/forms.ts';
import type { Hands } from './github/hands.ts';
import { branchRow, deploymentRow, releaseRow, tagRow } from './github/history.ts';
import { issueRow } from './github/issues.ts';
import { dispatchForm, scanForm } from './github/machine-forms.ts';
import { pullRow } from './github/pulls.ts';
import { rows, section, total } from './github/rows.ts';
import { runRow } from './github/runs.ts';

/** What somebody or something has to end, open at first. */
function waiting({ unfinishedRuns, openChecks, openPulls }: GitHubShown, hands: Hands): TemplateResult {
  const count = total(unfinishedRuns) + total(openChecks) + total(openPulls);
  return html`<details class="group waiting" open>
    <summary>Waiting <span class="count">${count}</span></summary>
    ${count === 0 ? html`<p class="soft">Nothing waits for anybody here.</p>` : nothing}
    ${rows(
      unfinishedRuns,
      ({ id }) => id,
      (run) => runRow(run, hands),
    )}
    ${rows(
      openChecks,
      ({ id }) => id,
      (check) => openCheckRow(check, hands),
    )}
    ${rows(
      openPulls,
      ({ number }) => number,
      (pull) => pullRow(pull, hands),
    )}
  </details>`;
}

function byHand(shown: GitHubShown, hands: Hands): TemplateResult {
  return html`${pushForm(shown, hands)} ${writeForm(shown, hands)} ${pullForm(shown, hands)} ${issueForm(hands)}
    ${dispatchForm(shown, hands)} ${scanForm(shown, hands)} ${codeForm(hands)}`;
}

function history(shown: GitHubShown, hands: Hands): TemplateResult {
  return html`
    ${section(
      'Merged and closed pull requests',
      shown.closedPulls,
      ({ number }) => number,
      (pull) => pullRow(pull, hands),
    )}
    ${section(
      'Finished workflow runs',
      shown.finishedRuns,
      ({ id }) => id,
      (run) => runRow(run, hands),
    )}
    ${section(
      'Branches',
      shown.branches,
      ({ name }) => name,
      (branch) => branchRow(branch, hands),
    )}
    ${section('Tags', shown.tags, ({ name }) => name, tagRow)}
    ${section(
      'Releases',
      shown.releases,
      ({ id }) => id,
      (release) => releaseRow(release, hands),
    )}
    ${section('Deployments', shown.deployments, ({ id }) => id, deploymentRow)}
    ${section(
      'Issues',
      shown.issues,
      ({ number }) => number,
      (issue) => issueRow(issue, hands),
    )}`;
}

/** A repository of the local GitHub: what waits, what can be done by hand, and what has been. */
export function githubSide(
  shown: GitHubShown,
  actor: { readonly login: string | undefined },
  deed: Hands['deed'],
): TemplateResult {
  const hands: Hands = { repository: shown.repository, login: actor.login, deed };
  const content = html`${waiting(shown, hands)} ${byHand(shown, hands)} ${history(shown, hands)}`;
  return html`<div class="github">
    ${
      actor.login === undefined
        ? html`<p class="only-looks">This person has no account at GitHub and can only look. Be somebody else to do something here.</p>`
        : nothing
    }
    ${keyed(shown.repository, content)}
  </div>`;
}
