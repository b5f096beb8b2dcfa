import type { Permissions } from './access/credential.ts';
import type { RepositorySeed } from './seed/repository-seed.ts';

export interface RepositoryOptions {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch?: string;
  /** A local git repository to serve a copy of; it is only read. */
  readonly from?: string;
  readonly seed?: RepositorySeed;
}

export interface PersonOptions {
  readonly login: string;
  readonly id?: number;
  readonly email?: string;
  readonly name?: string;
}

export interface GitHubOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly repositories: readonly RepositoryOptions[];
  readonly people: readonly PersonOptions[];
  /** Teams of organisations: `acme/backend` to logins. */
  readonly teams?: Readonly<Record<string, readonly string[]>>;
  /** The token of the machine account `tokenLogin` (`slipway-machine`). */
  readonly token?: string;
  readonly tokenLogin?: string;
  readonly app?: {
    readonly id?: number;
    readonly slug?: string;
    readonly privateKey?: string;
    readonly permissions?: Permissions;
  };
  readonly webhook?: { readonly url?: string; readonly secret?: string };
  readonly now?: () => Date;
  /** Behaves like an older GitHub Enterprise Server: no `return_run_details`. */
  readonly enterprise?: boolean;
}
