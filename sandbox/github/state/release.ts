import type { Account } from './account.ts';

export interface Asset {
  readonly id: number;
  readonly name: string;
  readonly label: string | null;
  readonly contentType: string;
  readonly content: Buffer;
  /** `starter` is what a broken upload leaves behind. */
  readonly state: 'uploaded' | 'starter';
  readonly uploader: Account;
  readonly createdAt: Date;
}

export interface Release {
  readonly id: number;
  tag: string;
  target: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  immutable: boolean;
  /** Asked to be, or not to be, the latest; `legacy` goes by version. */
  makeLatest: 'true' | 'false' | 'legacy';
  readonly author: Account;
  assets: Asset[];
  readonly createdAt: Date;
  updatedAt: Date;
  publishedAt: Date | null;
}
