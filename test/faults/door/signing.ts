import { createHmac } from 'node:crypto';

/** Now, as Slack writes it into its requests. */
export const seconds = (): number => Math.floor(Date.now() / 1000);

/** The headers of a request that Slack signed. */
export function signedBySlack(
  secret: string,
  body: Buffer | string,
  at: number | string = seconds(),
): Record<string, string> {
  const digest = createHmac('sha256', secret).update(`v0:${at}:`).update(body).digest('hex');
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${digest}` };
}

/** The header of a webhook that GitHub signed. */
export function signedByGitHub(secret: string, body: Buffer | string): Record<string, string> {
  return { 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` };
}
