import { randomBytes, randomInt } from 'node:crypto';
import { ApiError } from '../api-error.ts';
import type { Account } from '../state/account.ts';
import type { Access } from './access.ts';

/** GitHub's 15 minutes, and its five seconds between two questions and for each that came too soon. */
const lastsSeconds = 900;
const intervalSeconds = 5;

interface Flow {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly expiresAt: number;
  interval: number;
  askedAt: number | undefined;
  /** Who has entered the code, or that somebody declined. */
  entered: Account | 'declined' | undefined;
}

/** What an app is answered; GitHub answers its refusals of a flow with 200. */
export interface FlowAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, string | number>>;
}

const docs = 'https://docs.github.com/developers/apps/authorizing-oauth-apps';
const refusal = (error: string, description: string, more: Readonly<Record<string, number>> = {}): FlowAnswer => ({
  status: 200,
  body: { error, error_description: description, error_uri: `${docs}#error-codes-for-the-device-flow`, ...more },
});
const letters = 'BCDFGHJKLMNPQRSTVWXZ0123456789';
const four = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');

/** The OAuth device flow of the App, by the sandbox's clock. */
export function createDeviceFlows(access: Access, webUrl: string, now: () => Date) {
  const flows = new Map<string, Flow>();
  const settings = { enabled: true, intervalSeconds };

  function begin(clientId: string | undefined): FlowAnswer {
    if (clientId !== access.app.clientId) return { status: 404, body: { error: 'Not Found' } };
    if (!settings.enabled) {
      const description = 'Device Flow must be explicitly enabled for this App';
      return { status: 400, body: { error: 'device_flow_disabled', error_description: description, error_uri: docs } };
    }
    const [deviceCode, userCode] = [randomBytes(20).toString('hex'), `${four()}-${four()}`];
    const expiresAt = now().getTime() + lastsSeconds * 1000;
    const { intervalSeconds: interval } = settings;
    flows.set(deviceCode, { deviceCode, userCode, expiresAt, interval, askedAt: undefined, entered: undefined });
    const uri = `${webUrl}/login/device`;
    return {
      status: 200,
      body: {
        ...{ device_code: deviceCode, user_code: userCode, verification_uri: uri },
        ...{ expires_in: lastsSeconds, interval },
      },
    };
  }

  function token(flow: Flow, account: Account): FlowAnswer {
    flows.delete(flow.deviceCode); // a code is exchanged once, whether the answer arrives or not
    const issued = `ghu_${randomBytes(18).toString('hex')}`;
    access.addToken(issued, account, []);
    return {
      status: 200,
      body: {
        ...{ access_token: issued, token_type: 'bearer', scope: '', expires_in: 28_800 },
        ...{ refresh_token: `ghr_${randomBytes(38).toString('hex')}`, refresh_token_expires_in: 15_897_600 },
      },
    };
  }

  function claim(form: Readonly<Record<string, string | undefined>>): FlowAnswer {
    if (form['client_id'] !== access.app.clientId)
      return refusal('incorrect_client_credentials', 'The client_id and/or client_secret passed are incorrect.');
    if (form['grant_type'] !== 'urn:ietf:params:oauth:grant-type:device_code')
      return refusal('unsupported_grant_type', 'The grant type is not supported.');
    if (!settings.enabled)
      return refusal('device_flow_disabled', 'Device Flow must be explicitly enabled for this App');
    const flow = flows.get(form['device_code'] ?? '');
    if (flow === undefined) return refusal('incorrect_device_code', 'The device_code provided is not valid.');
    const at = now().getTime();
    if (at >= flow.expiresAt) return refusal('expired_token', 'This device_code has expired.');
    const soon = flow.askedAt !== undefined && at - flow.askedAt < flow.interval * 1000;
    flow.askedAt = at;
    if (soon) {
      flow.interval += intervalSeconds;
      const description = 'Too many requests have been made in the same timeframe.';
      return refusal('slow_down', description, { interval: flow.interval });
    }
    if (flow.entered === undefined)
      return refusal('authorization_pending', 'The authorization request is still pending.');
    if (flow.entered !== 'declined') return token(flow, flow.entered);
    flows.delete(flow.deviceCode);
    return refusal('access_denied', 'The authorization request was denied.');
  }

  return {
    settings,
    begin,
    claim,
    /** Somebody enters a code on the page, and confirms or declines. Refused as the page refuses. */
    enter(userCode: string, account: Account, allow: boolean): void {
      const flow = [...flows.values()].find((one) => one.userCode === userCode.trim().toUpperCase());
      if (flow === undefined || now().getTime() >= flow.expiresAt)
        throw new ApiError(422, 'The code you entered is incorrect or has expired.');
      if (flow.entered !== undefined) throw new ApiError(422, 'The code you entered has been used already.');
      flow.entered = allow ? account : 'declined';
    },
  };
}

export type DeviceFlows = ReturnType<typeof createDeviceFlows>;
