import { z } from 'zod';
import { Outage } from '../../release/outside-errors.ts';
import { apiVersion } from './client.ts';

/** Milliseconds that one request may take before it counts as an outage; a person waits for the first. */
const patienceMs = 5000;
const grant = 'urn:ietf:params:oauth:grant-type:device_code';
const headers = { accept: 'application/json', 'user-agent': 'slipway' };

/** Why GitHub gives no code, or no account; the codes of its documentation, all else is `refused`. */
type Refused = 'expired' | 'denied' | 'unknown' | 'disabled' | 'refused';

export type Begun =
  | {
      readonly kind: 'begun';
      /** A secret. */
      readonly deviceCode: string;
      readonly userCode: string;
      readonly verificationUri: string;
      readonly expiresInSeconds: number;
      readonly intervalSeconds: number;
    }
  | { readonly kind: 'refused'; readonly why: Refused };

export type Claimed =
  | { readonly kind: 'pending' }
  /** GitHub names the new interval; where it does not, the old one and five seconds. */
  | { readonly kind: 'slow-down'; readonly intervalSeconds: number | undefined }
  | { readonly kind: 'account'; readonly id: number; readonly login: string }
  /** The person has confirmed, but GitHub did not say who they are. The code is used up. */
  | { readonly kind: 'unread'; readonly because: string }
  | { readonly kind: 'refused'; readonly why: Refused };

export interface DeviceFlowClient {
  /** Asks for a code for a person. Throws Outage. */
  begin(): Promise<Begun>;
  /**
   * Asks whether the person has entered the code, and if so as whom: the token is used once, for that, and forgotten
   * before this answers. Throws Outage where the answer got lost; it may have been the one that tells.
   */
  claim(deviceCode: string): Promise<Claimed>;
}

const refusals: Readonly<Record<string, Refused>> = {
  expired_token: 'expired',
  token_expired: 'expired',
  access_denied: 'denied',
  incorrect_device_code: 'unknown',
  bad_verification_code: 'unknown',
  device_flow_disabled: 'disabled',
  unauthorized_client: 'disabled', // GitHub Enterprise Server, where the flow is not enabled
};

const code = z.object({
  device_code: z.string().min(1),
  user_code: z.string().min(1),
  verification_uri: z.url({ protocol: /^https?$/ }),
  expires_in: z.number().positive(),
  interval: z.number().positive().default(5),
});
const failure = z.object({ error: z.string(), interval: z.number().positive().optional() });
const granted = z.object({ access_token: z.string().min(1) });
const user = z.object({ id: z.int(), login: z.string().min(1) });

/** Sends a request; what it carries and what comes back is in no error. */
async function asked(what: string, url: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
    if (response.status < 500 && response.status !== 429) return await response.json();
  } catch {
    throw new Outage(`GitHub did not answer ${what}`);
  }
  await response.body?.cancel();
  throw new Outage(`GitHub answered ${response.status} to ${what}`);
}

/**
 * GitHub's OAuth device flow, without any scope, by which a person confirms which account is theirs.
 * https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps#device-flow
 * @param webUrl where people see GitHub, without a slash at its end.
 * @param apiUrl the REST root, without a slash at its end.
 */
export function deviceFlowOn(at: {
  readonly webUrl: string;
  readonly apiUrl: string;
  readonly clientId: string;
}): DeviceFlowClient {
  const post = (path: string, form: Readonly<Record<string, string>>): Promise<unknown> =>
    asked(`POST ${path}`, `${at.webUrl}${path}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ client_id: at.clientId, ...form }),
    });
  const whose = async (token: string): Promise<Claimed> => {
    const authorized = { ...headers, authorization: `Bearer ${token}`, 'x-github-api-version': apiVersion };
    try {
      const read = user.safeParse(await asked('GET /user', `${at.apiUrl}/user`, { headers: authorized }));
      if (read.success) return { kind: 'account', ...read.data };
      return { kind: 'unread', because: 'GitHub answered GET /user with something else than a user' };
    } catch (error) {
      if (!(error instanceof Outage)) throw error;
      return { kind: 'unread', because: error.message };
    }
  };
  return {
    async begin() {
      const body = await post('/login/device/code', {});
      const { data } = code.safeParse(body);
      if (data === undefined) return { kind: 'refused', why: whyOf(body) };
      return {
        kind: 'begun',
        deviceCode: data.device_code,
        userCode: data.user_code,
        verificationUri: data.verification_uri,
        expiresInSeconds: data.expires_in,
        intervalSeconds: data.interval,
      };
    },
    async claim(deviceCode) {
      const body = await post('/login/oauth/access_token', { device_code: deviceCode, grant_type: grant });
      const token = granted.safeParse(body).data?.access_token;
      if (token !== undefined) return await whose(token);
      const { data } = failure.safeParse(body);
      if (data?.error === 'authorization_pending') return { kind: 'pending' };
      if (data?.error === 'slow_down') return { kind: 'slow-down', intervalSeconds: data.interval };
      return { kind: 'refused', why: whyOf(body) };
    },
  };
}

function whyOf(body: unknown): Refused {
  return refusals[failure.safeParse(body).data?.error ?? ''] ?? 'refused';
}
