import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Granted } from '../adapters/github/identity.ts';
import type { Playbook } from '../release/playbook.ts';
import type { PlaybookNeeds } from '../release/playbook-needs.ts';

/** A repository as doctor reads it. */
export const repository = z.object({
  full_name: z.string(),
  default_branch: z.string(),
  archived: z.boolean().default(false),
  disabled: z.boolean().default(false),
  permissions: z.object({ push: z.boolean().default(false), admin: z.boolean().default(false) }).optional(),
  allow_merge_commit: z.boolean().optional(),
  allow_squash_merge: z.boolean().optional(),
  allow_rebase_merge: z.boolean().optional(),
  delete_branch_on_merge: z.boolean().default(false),
});
export type Repository = z.output<typeof repository>;

/** What is looked at in one repository, for whom, and who looks. */
export interface Patient {
  readonly about: string;
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
  readonly playbook: Playbook;
  readonly needs: PlaybookNeeds;
  readonly granted: Granted;
  /** As GitHub shows what Slipway does; of an App `<slug>[bot]`. */
  readonly login: string;
  readonly read: Repository;
}

const few = 3;

/** "It stops “Tag <tag>”, “GitHub release” and 2 more of backend-service." */
export function stops({ playbook }: Pick<Patient, 'playbook'>, steps: readonly string[], verb = 'It stops'): string {
  const all = [...new Set(steps)];
  const shown = all.slice(0, all.length === few + 1 ? few + 1 : few).map((step) => `${step}`);
  const rest = all.length - shown.length;
  const words = rest === 0 ? shown : [...shown, `${rest} more`];
  const last = words.at(-1) ?? 'a release';
  const named = words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
  return `${verb} ${named} of ${playbook.playbook}.`;
}
