import type { Settings } from './environment.ts';

/** The password in the address of a store, as it is written there and as it is meant. */
function passwordsIn(address: string | undefined): readonly string[] {
  if (address === undefined || !URL.canParse(address)) return [];
  const { password, searchParams } = new URL(address);
  return [password, meant(password), searchParams.get('password') ?? ''];
}

function meant(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return encoded;
    throw error;
  }
}

/** Every secret among the settings, so that no log ever holds one. */
export function secretsOf({ slack, github, databaseUrl, redisUrl, metricsToken }: Settings): readonly string[] {
  const { transport } = slack;
  const { credentials } = github;
  const secrets = [
    slack.botToken,
    transport.kind === 'socket' ? transport.appToken : transport.signingSecret,
    'token' in credentials ? credentials.token : credentials.privateKey,
    github.webhookSecret ?? '',
    metricsToken ?? '',
    ...passwordsIn(databaseUrl),
    ...passwordsIn(redisUrl),
  ];
  return secrets.filter((secret) => secret !== '');
}
