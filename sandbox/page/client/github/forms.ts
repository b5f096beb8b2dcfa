import { html, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { GitHubShown } from '../../github-contract.ts';
import { deedForm, type Hands } from './hands.ts';

/** What is offered first: where work is gathered, else the repository's own. It stays while somebody chooses. */
function firstOffered({ branches }: GitHubShown): string | undefined {
  const gathered = branches.items.find(({ name }) => name === 'dev');
  return (gathered ?? branches.items.find(({ main }) => main))?.name;
}

/** A menu of the branches. */
export function branchField(shown: GitHubShown, name: string, label: string): TemplateResult {
  const first = firstOffered(shown);
  const names = shown.branches.items.map((one) => one.name).sort(); // in an order that stays while somebody chooses
  const option = (one: string) => html`<option value=${one} ?selected=${one === first}>${one}</option>`;
  return html`<label>${label} <select name=${name} required>${repeat(names, (one) => one, option)}</select></label>`;
}

/** Pushes a commit with a line more in a text file. */
export function pushForm(shown: GitHubShown, hands: Hands): TemplateResult {
  return deedForm(hands, {
    title: 'Push a commit',
    fields: html`${branchField(shown, 'branch', 'Branch')}
      <label>Message <input name="message" required maxlength="200" value="fix: a late change"></label>
      <label>File, .md or .txt; a line is added to it <input name="path" required pattern=".+\\.(md|txt)"
        title="A .md or .txt file, such as notes/a-note.md" value="notes/a-late-change.md"></label>`,
    button: 'Push',
    deedOf: (by, written) => ({
      deed: 'push',
      repository: hands.repository,
      by,
      branch: written('branch'),
      path: written('path'),
      message: written('message'),
    }),
  });
}

/** Writes a file as a whole, such as the values of a version. */
export function writeForm(shown: GitHubShown, hands: Hands): TemplateResult {
  return deedForm(hands, {
    title: 'Write a file',
    fields: html`${branchField(shown, 'branch', 'Branch')}
      <label>File, .md, .txt, .yaml or .json <input name="path" required pattern=".+\\.(md|txt|ya?ml|json)"
        title="Such as overlays/staging/values.yaml"></label>
      <label>All that is in it <textarea name="content" rows="4" maxlength="20000"></textarea></label>
      <label>Message <input name="message" required maxlength="200" value="chore: a file"></label>`,
    button: 'Commit',
    deedOf: (by, written) => ({
      deed: 'write',
      repository: hands.repository,
      by,
      branch: written('branch'),
      path: written('path'),
      content: `${written('content')}\n`,
      message: written('message'),
    }),
  });
}

/** Opens a pull request. */
export function pullForm(shown: GitHubShown, hands: Hands): TemplateResult {
  return deedForm(hands, {
    title: 'Open a pull request',
    fields: html`${branchField(shown, 'head', 'From branch')}
      ${branchField(shown, 'base', 'Into branch')}
      <label>Title <input name="title" required maxlength="200"></label>
      <label>Description (optional) <textarea name="body" rows="2" maxlength="20000"></textarea></label>`,
    button: 'Open',
    clears: true,
    deedOf: (by, written) => ({
      deed: 'openPull',
      repository: hands.repository,
      by,
      head: written('head'),
      base: written('base'),
      title: written('title'),
      body: written('body'),
    }),
  });
}

/** Opens an issue. */
export function issueForm(hands: Hands): TemplateResult {
  return deedForm(hands, {
    title: 'Open an issue',
    fields: html`<label>Title <input name="title" required maxlength="200"></label>
      <label>Label (optional) <input name="label" maxlength="50"></label>`,
    button: 'Open',
    clears: true,
    deedOf: (by, written) => ({
      deed: 'openIssue',
      repository: hands.repository,
      by,
      title: written('title'),
      label: written('label'),
    }),
  });
}

/** GitHub's page for a code of the device flow, by which somebody says at GitHub who they are. */
export function codeForm(hands: Hands): TemplateResult {
  return deedForm(hands, {
    title: 'Enter a device code',
    fields: html`<label>Code <input name="code" required maxlength="20" autocomplete="off" placeholder="WDJB-MJHT"></label>
      <label>Then <select name="allow"><option value="yes">Authorize</option><option value="no">Cancel</option></select></label>`,
    button: 'Enter',
    clears: true,
    deedOf: (by, written) => ({
      deed: 'enterCode',
      repository: hands.repository,
      by,
      code: written('code'),
      allow: written('allow') === 'yes',
    }),
  });
}
