import { literally } from '../../release/literally.ts';

/** The pattern of a path in a playbook: `*` stands for any characters but `/`, `**` for any at all. */
export function pathGlob(glob: string): RegExp {
  const parts = glob.split(/(\*\*\/?|\*)/).map((part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    return part === '*' ? '[^/]*' : literally(part);
  });
  return new RegExp(`^${parts.join('')}$`);
}
