import path from 'node:path';

/** The repositories that the scene has beside it. */
const scenes = new Set(['api-gateway', 'platform', 'storefront']);

/** What slipway.yml calls the component of a repository: its folder’s name, as far as it may be. */
export function componentName(folder: string): string {
  const name = path
    .basename(folder)
    .replace(/\.git$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  if (name === '') return 'component';
  return scenes.has(name) ? `own-${name}` : name;
}
