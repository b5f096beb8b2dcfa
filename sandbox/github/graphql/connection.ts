import { GraphQLError } from 'graphql';

export interface ConnectionArgs {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** GitHub gives at most this many nodes of a connection at once. */
const most = 100;

const cursorOf = (index: number): string => Buffer.from(`cursor:${index}`).toString('base64');

function indexAfter(cursor: string | null | undefined): number {
  if (cursor === null || cursor === undefined) return 0;
  const index = /^cursor:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1];
  if (index === undefined) throw new GraphQLError(`\`${cursor}\` does not appear to be a valid cursor.`);
  return Number(index) + 1;
}

function sizeOf(name: string, first: number | null | undefined): number {
  if (first === null || first === undefined) {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    throw new GraphQLError(message, { extensions: { type: 'MISSING_PAGINATION_BOUNDARIES' } });
  }
  if (first > most) {
    const message = `Requesting ${first} records on the \`${name}\` connection exceeds the \`first\` limit of ${most} records.`;
    throw new GraphQLError(message, { extensions: { type: 'EXCESSIVE_PAGINATION' } });
  }
  return first;
}

/** A page of something countable, as GraphQL pages: forwards, by cursor. */
export async function connection<Node>(
  name: string,
  args: ConnectionArgs,
  total: number,
  fetch: (skip: number, size: number) => Promise<readonly Node[]> | readonly Node[],
) {
  const skip = indexAfter(args.after);
  const nodes = await fetch(skip, sizeOf(name, args.first));
  return {
    totalCount: total,
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: cursorOf(skip + index) })),
    pageInfo: {
      hasNextPage: skip + nodes.length < total,
      hasPreviousPage: skip > 0,
      startCursor: nodes.length === 0 ? null : cursorOf(skip),
      endCursor: nodes.length === 0 ? null : cursorOf(skip + nodes.length - 1),
    },
  };
}

/** The same for a list that is in memory. */
export const listConnection = <Item, Node>(
  name: string,
  args: ConnectionArgs,
  items: readonly Item[],
  show: (item: Item) => Node,
) => connection(name, args, items.length, (skip, size) => items.slice(skip, skip + size).map(show));
