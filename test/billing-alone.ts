import { readFileSync } from 'node:fs';

/** The shipped slipway.yml as a team has it that releases billing alone. */
export function slipwayYmlOfBilling(): string {
  return readFileSync('slipway.yml', 'utf8')
    .replace(/ {2}# One that Release Please[\s\S]*?(?=\n# Hosts)/, '')
    .replace(/ {2}# Several names[\s\S]*?(?=\n# Who is who)/, '');
}
