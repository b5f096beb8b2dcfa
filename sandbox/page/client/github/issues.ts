import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { GitHubShown } from '../../github-contract.ts';
import { deedButton, deedButtons, deedForm, type Hands } from './hands.ts';
import { mark } from './mark.ts';
import { aside, body, comments, labels, milestone } from './rows.ts';

type Issue = GitHubShown['issues']['items'][number];

/** What of an issue a pull request has too. */
type Planned = Pick<Issue, 'number' | 'labels' | 'milestone'>;

function labelForm({ number, labels: names }: Planned, hands: Hands): TemplateResult {
  return deedForm(hands, {
    title: 'Labels',
    fields: html`<label>Labels of #${number}, with commas between them <input name="labels" maxlength="400" value=${names.join(', ')}></label>`,
    button: 'Label',
    deedOf: (by, written) => ({
      deed: 'label',
      repository: hands.repository,
      by,
      number,
      labels: written('labels')
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    }),
  });
}

function milestoneForm({ number, milestone: title }: Planned, hands: Hands): TemplateResult {
  return deedForm(hands, {
    title: 'Milestone',
    fields: html`<label>Milestone of #${number}, such as v2.4.0; empty takes it out <input name="title" maxlength="100" value=${title ?? ''}></label>`,
    button: 'Put into milestone',
    deedOf: (by, written) => ({
      deed: 'milestone',
      repository: hands.repository,
      by,
      number,
      title: written('title'),
    }),
  });
}

/** Labels and milestone of an issue or a pull request. */
export function planning(planned: Planned, hands: Hands): TemplateResult {
  return html`${labelForm(planned, hands)} ${milestoneForm(planned, hands)}`;
}

/** The tasks of a description, each with its box. */
function tasks({ number, body: text }: Issue, hands: Hands): TemplateResult | typeof nothing {
  const found = [...(text ?? '').matchAll(/^\s*[-*+] \[([ xX])\] (.*)$/gm)];
  if (found.length === 0) return nothing;
  const box = ([, now = ' ', written = '']: RegExpExecArray) => {
    const [task, ticked] = [written.trim(), now !== ' '];
    const shown = task.replaceAll(/<!--.*?-->/g, ''); // GitHub shows no comments
    const click = (event: Event): void => {
      event.preventDefault(); // the box shows what GitHub has
      if (hands.login === undefined) return;
      const { repository, login: by } = hands;
      void hands.deed({ deed: 'tick', repository, by, issue: number, task, ticked: !ticked });
    };
    return html`<li><label><input type="checkbox" .checked=${live(ticked)} ?disabled=${hands.login === undefined} @click=${click}> ${shown}</label></li>`;
  };
  const done = found.filter(([, now]) => now !== ' ').length;
  return aside(`Tasks (${done} of ${found.length})`, [html`<ul class="tasks">${found.map(box)}</ul>`]);
}

/** An issue, with what can be done to it. */
export function issueRow(issue: Issue, hands: Hands): TemplateResult {
  const { number, title, state } = issue;
  const [label, deed] = state === 'open' ? (['Close', 'closeIssue'] as const) : (['Reopen', 'reopenIssue'] as const);
  const { repository } = hands;
  return html`<li class="issue">
    <p class="title">${mark(state)} <b>#${number} ${title}</b> ${labels(issue.labels)}</p>
    <p class="facts">by ${issue.author}${milestone(issue.milestone)}</p>
    ${deedButtons([deedButton(hands, label, `issue ${number}, ${title}`, (by) => ({ deed, repository, by, issue: number }))])}
    ${tasks(issue, hands)}
    ${body('Description', issue.body)}
    ${comments(issue.comments)}
    ${planning(issue, hands)}
  </li>`;
}
