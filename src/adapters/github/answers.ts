import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { Outage } from '../../release/outside-errors.ts';
import type { Budget, Resource } from './rate-budget.ts';
import { answerOf, refusedBy } from './refused.ts';

type Hook = Parameters<typeof Octokit.prototype.hook.wrap<'request'>>[1];
export type RequestOptions = Parameters<Hook>[1];
export type Answer = Awaited<ReturnType<Hook>>;

/** What is being asked, for messages and budgets: no query, no header, no body; and when its token was issued. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly resource: Resource;
  readonly issuedAt?: Date | undefined;
}

/** Milliseconds that a new installation token may be unknown to some of GitHub's servers, as @octokit/auth-app has it. */
const tokenSpread = 5_000;

const header = z.union([z.string(), z.number()]).optional();
/** Octokit's error: with a response when GitHub answered, without one when the network did not carry it. */
const requestError = z.object({
  status: z.int(),
  response: z.object({ headers: z.record(z.string(), header), data: z.unknown() }).optional(),
});
const graphqlErrors = z.object({
  errors: z.array(z.looseObject({ type: z.string().optional(), message: z.string().catch('') })).min(1),
});

/** The budget that a path counts against. */
export function resourceOf(path: string): Resource {
  if (path.endsWith('/graphql')) return 'graphql';
  return path.includes('/search/') ? 'search' : 'core';
}

/** Whether GitHub says that the kept answer still holds. */
export function notModified(error: unknown): boolean {
  return requestError.safeParse(error).data?.status === 304;
}

function networkOutage(error: Error, { method, path }: Asked): Outage {
  const cause = error.cause instanceof Error ? error.cause : error;
  const why = cause.name === 'TimeoutError' ? 'it took too long' : error.message;
  return new Outage(`GitHub did not answer ${method} ${path}: ${why}`);
}

/** GraphQL answers 200 with errors in it; they are what a status is elsewhere. */
function graphqlRefusal(answer: Answer, asked: Asked): Error | undefined {
  const first = graphqlErrors.safeParse(answer.data).data?.errors[0];
  if (first === undefined) return undefined;
  if (/something went wrong|timeout|timed out/i.test(first.message))
    return new Outage(`GitHub did not answer a query: ${first.message}`);
  const statuses: Readonly<Record<string, number>> = { NOT_FOUND: 404, FORBIDDEN: 403, INSUFFICIENT_SCOPES: 403 };
  return refusedBy({ ...asked, answer: answerOf(statuses[first.type ?? ''] ?? 422, first) });
}

function rateLimited(answer: Answer): boolean {
  const errors = graphqlErrors.safeParse(answer.data).data?.errors ?? [];
  return errors.some((e) => e.type === 'RATE_LIMITED' || e.type === 'RATE_LIMIT');
}

/** How answers and failures of one identity are judged. */
export function judgeOf(scope: string, budget: Budget) {
  return {
    /** The error to throw for what Octokit threw: `Outage`, `RefusedOutside`, or itself where it is a broken assumption. */
    async failure(error: unknown, asked: Asked): Promise<unknown> {
      const read = requestError.safeParse(error);
      if (!(error instanceof Error) || !read.success) return error;
      const { status, response } = read.data;
      if (response === undefined) return networkOutage(error, asked);
      const { headers, data } = response;
      const answer = answerOf(status, data);
      if (status === 401 && asked.issuedAt !== undefined && Date.now() - asked.issuedAt.getTime() < tokenSpread)
        return new Outage('GitHub does not know the new token of the App everywhere yet');
      const limited = await budget.note(scope, asked.resource, { status, headers, message: answer.message });
      if (limited !== undefined && (status === 403 || status === 429)) return limited;
      if (status >= 500) return new Outage(`GitHub answered ${status} to ${asked.method} ${asked.path}`);
      return refusedBy({ ...asked, accepted: headers['x-accepted-github-permissions'], answer });
    },

    /** Throws where an answer with the status of a success is none. */
    async success(answer: Answer, asked: Asked): Promise<void> {
      const { headers, data } = answer;
      // a body that broke off is handed on by Octokit as text
      if (typeof data === 'string' && /[/+]json/.test(headers['content-type'] ?? ''))
        throw new Outage(`GitHub's answer to ${asked.method} ${asked.path} broke off`);
      const graphql = asked.resource === 'graphql';
      const status = graphql && rateLimited(answer) ? 429 : answer.status;
      const limited = await budget.note(scope, asked.resource, { status, headers, message: '' });
      if (status === 429 && limited !== undefined) throw limited;
      const refused = graphql ? graphqlRefusal(answer, asked) : undefined;
      if (refused !== undefined) throw refused;
    },
  };
}
