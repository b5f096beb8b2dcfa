import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

/** Who receives what Slack sends. */
export interface Receiving {
  readonly port: number;
  readonly signingSecret: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 200 });
let sent = 0;

/** A number that no other delivery of this run has. */
export function fresh(): number {
  sent += 1;
  return sent;
}

/** Posts a form as Slack does; resolves with what it is acknowledged with. Throws unless that is a 200. */
export function post(to: Receiving, form: Readonly<Record<string, string>>): Promise<string> {
  const body = new URLSearchParams(form).toString();
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', to.signingSecret).update(`v0:${at}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': at,
    'x-slack-signature': `v0=${signature}`,
  };
  const address = { port: to.port, host: '127.0.0.1', path: '/slack/events', method: 'POST', headers, agent };
  return new Promise((resolve, reject) => {
    request(address, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const said = Buffer.concat(parts).toString();
        if (response.statusCode === 200) resolve(said);
        else reject(new Error(`A delivery was acknowledged with ${response.statusCode}: ${said}`));
      });
    })
      .on('error', reject)
      .end(body);
  });
}

/** Closes the connections, so that the process may end. */
export function hangUp(): void {
  agent.destroy();
}

/** A line of the slash command, as maria types it in a channel. */
export function command(channel: string, text: string): Readonly<Record<string, string>> {
  return {
    ...{ command: '/release', text, user_id: 'U0MARIA', user_name: 'maria', channel_id: channel, channel_name: 'team' },
    ...{ team_id: 'T0SLIPWAY', team_domain: 'acme', api_app_id: 'A0SLIPWAY', is_enterprise_install: 'false' },
    ...{ trigger_id: `${fresh()}.bench`, response_url: 'http://127.0.0.1:9/never', token: 'unused' },
  };
}
