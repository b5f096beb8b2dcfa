import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { z } from 'zod';
import { Outage, RefusedOutside } from '../../release/outside-errors.ts';

const scope = z.object({ needed: z.string() });

type Said = readonly [sentence: string, remedy: string];

/** Slack's own trouble: the same request may succeed later. */
const passing: ReadonlySet<string> = new Set([
  'accesslimited',
  'fatal_error',
  'internal_error',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

const reinstall = 'Install the app again from its manifest (`npm run manifest` prints it), then restart Slipway.';
const token = 'Put the bot token of the installed app into SLACK_BOT_TOKEN and restart Slipway.';
const known: Readonly<Record<string, Said>> = {
  account_inactive: ["Slack says that the app's account is inactive", reinstall],
  cant_update_message: ['Slack lets an app change its own messages only', 'The message is left as it is.'],
  channel_not_found: [
    'Slack finds no such channel, or the app may not see it',
    'Check the channel id in slipway.yml, and invite the app to the channel: /invite @slipway.',
  ],
  edit_window_closed: [
    'The workspace no longer lets this message be changed',
    'Allow edits in the workspace settings.',
  ],
  invalid_auth: ['Slack does not accept the token', token],
  invalid_blocks: ['Slack refuses the form of a message', 'This is a fault of Slipway: report it with the log.'],
  is_archived: ['The channel is archived', 'Unarchive it, or put another channel into slipway.yml.'],
  message_not_found: ['The message is gone', 'Somebody deleted it; the release itself is not affected.'],
  messages_tab_disabled: [
    'The app takes no direct messages',
    'Switch on the Messages tab of the app (App Home), as its manifest says.',
  ],
  missing_scope: ['The app lacks a permission in Slack', reinstall],
  msg_too_long: ['Slack refuses a message for its length', 'This is a fault of Slipway: report it with the log.'],
  no_permission: ['Slack does not permit this to the app', 'Ask an admin of the workspace to allow it.'],
  not_allowed_token_type: ['Slack does not accept this kind of token', token],
  not_authed: ['Slack was given no token', token],
  not_enabled: ['The app has no Home tab', reinstall],
  not_in_channel: ['The app is not a member of the channel', 'Invite it there: /invite @slipway.'],
  plan_upgrade_required: [
    'User groups need a paid plan of Slack',
    'Name the people of the role in slipway.yml (people: [U…]) instead of a group.',
  ],
  restricted_action: [
    'A setting of the workspace forbids this to the app',
    'Ask an admin of the workspace to allow it.',
  ],
  token_expired: ['The token has expired', token],
  token_revoked: ['The token was revoked', reinstall],
  user_not_found: ['Slack knows no such person', 'Correct the person id in slipway.yml.'],
  users_not_found: ['Slack knows no such person', 'Correct the person id in slipway.yml.'],
};

/** Slack's error code, such as `hash_conflict`; undefined for anything but a refusal by Slack. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

function refusedFor(method: string, error: WebAPIPlatformError): RefusedOutside | Outage {
  const code = error.data.error;
  if (passing.has(code)) return new Outage(`Slack has trouble with ${method} (${code}).`, undefined, error);
  const needed = scope.safeParse(error.data).data?.needed;
  const [sentence, remedy] = known[code] ?? [
    `Slack refuses ${method}`,
    `Look up ${code} in the reference of ${method} on docs.slack.dev.`,
  ];
  const details = (error.data.response_metadata?.messages ?? []).join(' ');
  return new RefusedOutside(
    `${sentence}${needed === undefined ? '' : ` (${needed})`}: ${code}. ${details}`.trim(),
    remedy,
    code,
    error,
  );
}

/**
 * What a failed call means: an Outage (trying again later is right) or a RefusedOutside (it is not). Slack's client
 * throws plain errors too, for a connection that broke while the answer was read, or a 429 without a time.
 */
export function slackFailure(method: string, error: unknown, now: Date): Outage | RefusedOutside {
  if (error instanceof WebAPIRateLimitedError)
    return new Outage(
      `Slack limits how often ${method} may be called.`,
      new Date(now.getTime() + Math.max(1, error.retryAfter) * 1000),
      error,
    );
  if (error instanceof WebAPIPlatformError) return refusedFor(method, error);
  if (error instanceof WebAPIHTTPError && error.statusCode < 500)
    return new RefusedOutside(
      `Slack answers ${method} with HTTP ${error.statusCode}.`,
      'Check SLACK_API_URL and what stands between Slipway and Slack.',
      String(error.statusCode),
      error,
    );
  if (error instanceof WebAPIHTTPError)
    return new Outage(`Slack answers ${method} with HTTP ${error.statusCode}.`, undefined, error);
  const reason = error instanceof WebAPIRequestError ? error.original.message : String(error);
  return new Outage(`Slack cannot be reached for ${method}: ${reason}`, undefined, error);
}
