import { ApiError } from '../api-error.ts';
import { editBody, refuseLongBody } from '../domain/edit-issue.ts';
import { announceIssue } from '../domain/issue.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { actorNamed } from './acting.ts';

const mayWrite = new Set(['admin', 'maintain', 'write']);

/** A person changes the body of an issue, as on its page: only who may write, or wrote it. */
export function changeBody(
  world: World,
  repository: Repository,
  by: string,
  number: number,
  change: (body: string) => string,
): void {
  const actor = actorNamed(world, by);
  const issue = repository.issues.get(number);
  if (issue === undefined) throw new ApiError(404, `${repository.fullName} has no issue #${number}`);
  const mayEdit = mayWrite.has(repository.access.get(actor.account.login.toLowerCase()) ?? 'none');
  if (!mayEdit && issue.user.id !== actor.account.id) throw new ApiError(403, `${by} may not edit #${number}`);
  const from = issue.body ?? '';
  const body = change(from);
  refuseLongBody(body);
  editBody(world, issue, actor.account, body);
  if (body !== from) announceIssue(world, repository, actor, issue, 'edited', { body: { from } });
}

/** A body with the box of the one task that says this, or else has these words in it, ticked or unticked. */
export function withTask(body: string, task: string, ticked: boolean): string {
  const lines = body.split('\n');
  const tasks = lines.flatMap((line, n) => {
    const [, text] = /^\s*[-*+] \[[ xX]\] (.*)$/.exec(line) ?? [];
    return text === undefined ? [] : [{ n, text: text.trim() }];
  });
  const exactly = tasks.filter(({ text }) => text === task);
  const at = (exactly.length > 0 ? exactly : tasks.filter(({ text }) => text.includes(task))).map(({ n }) => n);
  const [only, ...others] = at;
  if (only === undefined || others.length > 0) throw new ApiError(404, `${at.length} tasks say "${task}"`);
  lines[only] = (lines[only] ?? '').replace(/\[[ xX]\]/, ticked ? '[x]' : '[ ]');
  return lines.join('\n');
}
