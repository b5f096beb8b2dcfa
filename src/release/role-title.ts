import type { Playbook } from './playbook.ts';

/** A role as people read it: its title, or its name where the playbook gives it none. As it was typed: escape it where it is shown. */
export function roleTitle({ roles }: Playbook, role: string): string {
  return roles[role]?.title ?? role;
}
