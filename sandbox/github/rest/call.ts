import type { RestEndpointMethodTypes } from '@octokit/rest';
import type { Credential } from '../access/credential.ts';
import { notFound } from '../api-error.ts';
import type { Actor } from '../state/account.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';

/** A request that the description has accepted: path, query and body in one, as Octokit takes them. */
export interface Call<Args> {
  readonly world: World;
  readonly actor: Actor;
  readonly credential: Credential;
  readonly args: Args;
  /** The pinned `X-GitHub-Api-Version`. */
  readonly version: string;
  /** The repository of the path; throws 404 where the path names none. */
  readonly repository: Repository;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Types = RestEndpointMethodTypes;
type ArgsOf<Method> = Method extends { parameters: infer Parameters } ? Parameters : never;

/** The operations of one family of the REST API, by the names that Octokit gives them. */
export type Handlers<Group extends keyof Types> = {
  readonly [Name in keyof Types[Group]]?: (call: Call<ArgsOf<Types[Group][Name]>>) => Promise<Reply> | Reply;
};

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown, location?: string): Reply => ({
  status: 201,
  body,
  ...(location === undefined ? {} : { headers: { Location: location } }),
});
export const noContent = (): Reply => ({ status: 204 });

/** Finds by a predicate, or answers 404. */
export function found<T>(value: T | undefined, message?: string): T {
  if (value === undefined) throw notFound(message);
  return value;
}
