import { ApiError } from '../api-error.ts';
import type { Account } from '../state/account.ts';
import type { Issue } from '../state/issue.ts';
import type { World } from '../state/world.ts';

/** What the body of an issue may have. */
const longestBody = 65_536;

/** Refuses a body that is too long, in GitHub's words. */
export function refuseLongBody(body: string | null | undefined): void {
  if ((body ?? '').length > longestBody)
    throw new ApiError(422, 'Validation Failed', [
      {
        resource: 'Issue',
        code: 'custom',
        field: 'body',
        message: `body is too long (maximum is ${longestBody} characters)`,
      },
    ]);
}

/** Changes the body of an issue. Its history begins at the first edit, with what stood there before. */
export function editBody(world: World, issue: Issue, editor: Account, body: string | null): void {
  if (body === issue.body) return;
  if (issue.edits.length === 0)
    issue.edits.push({ id: world.nextId(), editor: issue.user, editedAt: issue.createdAt, text: issue.body ?? '' });
  issue.edits.push({ id: world.nextId(), editor, editedAt: world.now(), text: body ?? '' });
  issue.body = body;
  issue.updatedAt = world.now();
}
