import { GraphQLError } from 'graphql';
import { htmlUrl } from '../present/present-repository.ts';
import { nodeId } from '../state/ids.ts';
import type { Issue } from '../state/issue.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { actorNode } from './account-node.ts';
import { type ConnectionArgs, listConnection } from './connection.ts';

/** The history of a body, the newest first; of each edit the text as it then was. */
function editsOf(world: World, issue: Issue, args: ConnectionArgs) {
  return listConnection('userContentEdits', args, [...issue.edits].reverse(), ({ id, editor, editedAt, text }) => ({
    __typename: 'UserContentEdit',
    id: nodeId('UserContentEdit', id),
    createdAt: editedAt.toISOString(),
    updatedAt: editedAt.toISOString(),
    editedAt: editedAt.toISOString(),
    deletedAt: null,
    deletedBy: null,
    editor: actorNode(world, editor),
    diff: text,
  }));
}

/** The issue of that number; one of a pull request is none, and one that may not be read is refused. */
export function issueNode(world: World, repository: Repository, number: number, mayRead: boolean): object {
  if (!mayRead) throw new GraphQLError('Resource not accessible by integration', { extensions: { type: 'FORBIDDEN' } });
  const issue = repository.pulls.has(number) ? undefined : repository.issues.get(number);
  if (issue === undefined)
    throw new GraphQLError(`Could not resolve to an Issue with the number of ${number}.`, {
      extensions: { type: 'NOT_FOUND' },
    });
  return {
    __typename: 'Issue',
    id: nodeId('Issue', issue.id),
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    state: issue.state.toUpperCase(),
    url: htmlUrl(world, repository, `/issues/${issue.number}`),
    userContentEdits: (args: ConnectionArgs) => editsOf(world, issue, args),
  };
}
