import type { Account } from '../state/account.ts';

export type Level = 'read' | 'write' | 'admin';
export type Permissions = Readonly<Record<string, Level>>;

/** The sandbox's GitHub App. */
export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly clientId: string;
  readonly publicKey: string;
  permissions: Permissions;
  /** Since when its installations are suspended. */
  suspendedAt: Date | null;
  readonly events: readonly string[];
  readonly bot: Account;
  readonly owner: Account;
}

/** What a request has shown of itself. */
export type Credential =
  | {
      readonly kind: 'person';
      readonly account: Account;
      readonly key: string;
      /** Of a classic token; null: a fine-grained one. */
      scopes: readonly string[] | null;
    }
  | { readonly kind: 'app'; readonly key: string }
  | {
      readonly kind: 'installation';
      readonly installation: number;
      readonly owner: string;
      readonly permissions: Permissions;
      /** Lower-case full names; null: every repository of the owner. */
      readonly repositories: readonly string[] | null;
      readonly expiresAt: Date;
      readonly key: string;
    };
