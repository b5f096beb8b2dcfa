import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { githubClient } from '../../../sandbox/github/client.ts';
import { startGitHub } from '../../../sandbox/github/start-github.ts';

const grant = 'urn:ietf:params:oauth:grant-type:device_code';
const begun = z.object({
  device_code: z.string(),
  user_code: z.string(),
  interval: z.number(),
  expires_in: z.number(),
});

async function rig() {
  let at = Date.parse('2026-11-20T05:00:00Z');
  const server = await startGitHub({
    repositories: [],
    people: [{ login: 'maria-r', id: 101 }],
    now: () => new Date(at),
  });
  onTestFinished(server.stop);
  const post = async (path: string, form: Readonly<Record<string, string>>, accept = 'application/json') =>
    await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { accept, 'user-agent': 'test' },
      body: new URLSearchParams(form),
    });
  const begin = async () =>
    begun.parse(await (await post('/login/device/code', { client_id: server.clientId })).json());
  const claim = async (device_code: string, more: Readonly<Record<string, string>> = {}): Promise<unknown> => {
    const form = { client_id: server.clientId, device_code, grant_type: grant, ...more };
    return await (await post('/login/oauth/access_token', form)).json();
  };
  const later = (seconds: number): void => {
    at += seconds * 1000;
  };
  return { server, control: githubClient(server.controlUrl), post, begin, claim, later };
}

describe("the local GitHub's device flow", () => {
  it('gives a code, waits for it to be entered, and tells once whose token it is', async () => {
    const { server, control, begin, claim, later } = await rig();
    const code = await begin();
    expect(code).toMatchObject({ user_code: expect.stringMatching(/^\w{4}-\w{4}$/), interval: 5, expires_in: 900 });
    expect(await claim(code.device_code)).toMatchObject({ error: 'authorization_pending' });
    await control.enterCode('maria-r', code.user_code);
    later(5);
    const { access_token } = z.object({ access_token: z.string() }).parse(await claim(code.device_code));
    const headers = { authorization: `Bearer ${access_token}`, 'user-agent': 'test' };
    const answer = await fetch(`${server.url}/user`, { headers });
    expect(await answer.json()).toMatchObject({ login: 'maria-r', id: 101 });
    expect(answer.headers.get('x-oauth-scopes')).toBe('');
    later(5);
    expect(await claim(code.device_code)).toMatchObject({ error: 'incorrect_device_code' });
    await expect(control.enterCode('maria-r', code.user_code)).rejects.toThrow('incorrect or has expired');
  });

  it('tells who asks too soon to slow down, by five seconds each time', async () => {
    const { begin, claim, later } = await rig();
    const { device_code } = await begin();
    await claim(device_code);
    later(4);
    expect(await claim(device_code)).toMatchObject({ error: 'slow_down', interval: 10 });
    later(9);
    expect(await claim(device_code)).toMatchObject({ error: 'slow_down', interval: 15 });
    later(15);
    expect(await claim(device_code)).toMatchObject({ error: 'authorization_pending' });
  });

  it('refuses what has run out, was declined, is unknown or switched off', async () => {
    const { server, control, post, begin, claim, later } = await rig();
    const declined = await begin();
    await control.enterCode('maria-r', declined.user_code, false);
    expect(await claim(declined.device_code)).toMatchObject({ error: 'access_denied' });
    const old = await begin();
    later(900);
    expect(await claim(old.device_code)).toMatchObject({ error: 'expired_token' });
    await expect(control.enterCode('maria-r', old.user_code)).rejects.toThrow('incorrect or has expired');
    expect(await claim('0'.repeat(40))).toMatchObject({ error: 'incorrect_device_code' });
    expect(await claim(old.device_code, { grant_type: 'password' })).toMatchObject({ error: 'unsupported_grant_type' });
    expect(await claim(old.device_code, { client_id: 'Iv1.other' })).toMatchObject({
      error: 'incorrect_client_credentials',
    });
    expect((await post('/login/device/code', { client_id: 'Iv1.other' })).status).toBe(404);
    await control.deviceFlow(false);
    const off = await post('/login/device/code', { client_id: server.clientId });
    expect([off.status, await off.json()]).toMatchObject([400, { error: 'device_flow_disabled' }]);
  });

  it('answers a form to who does not accept JSON', async () => {
    const { server, post } = await rig();
    const answer = await post('/login/device/code', { client_id: server.clientId }, '*/*');
    expect(answer.headers.get('content-type')).toContain('application/x-www-form-urlencoded');
    expect(new URLSearchParams(await answer.text()).get('interval')).toBe('5');
  });
});
