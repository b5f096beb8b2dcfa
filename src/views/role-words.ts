import type { Release } from '../release/release.ts';
import { roleTitle } from '../release/role-title.ts';
import { inertLine } from './escape.ts';

/** What people read for a role, in one line. Mrkdwn. */
export function roleWords(release: Release, role: string): string {
  return inertLine(roleTitle(release.playbook, role), 60);
}
