import path from 'node:path';

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
  return name === 'api-gateway' ? 'own-api-gateway' : name; // the other one is the scene's
}
