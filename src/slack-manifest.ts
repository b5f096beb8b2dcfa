/**
 * The Web API methods that Slipway calls, each with the bot scopes that it needs (docs.slack.dev, each method's page).
 * The app asks for these scopes and no others.
 */
export const methodScopes = {
  'auth.test': [],
  'bots.info': ['users:read'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'files.info': ['files:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'usergroups.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The events that Slipway subscribes to, each with the bot scopes that it needs. */
export const eventScopes = {
  app_home_opened: [],
  subteam_created: ['usergroups:read'],
  subteam_members_changed: ['usergroups:read'],
  subteam_updated: ['usergroups:read'],
  app_mention: ['app_mentions:read'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The words of the slash command, in the order of help. Slack takes a hint of up to 1,000 characters (schema of the manifest). */
export const hintedWords = [
  'start',
  'status',
  'list',
  'details',
  'checklist',
  'sign-off',
  'deploy',
  'window',
  'issues',
  'done-outside',
  'waive',
  'retry',
  'note',
  're-run',
  'repin',
  'break-glass',
  'review',
  'pause',
  'resume',
  'role',
  'delegate',
  'take-out',
  'cancel',
  'withdraw',
  'link',
  'unlink',
  'help',
] as const;

/** The bot scopes of the app, in order. */
export function scopesNeeded(): readonly string[] {
  const called = Object.values(methodScopes).flat();
  const scopes = new Set<string>(['commands', ...called, ...Object.values(eventScopes).flat()]);
  return [...scopes].sort();
}

export type ManifestTransport =
  | { readonly kind: 'socket' }
  /** Where Slack reaches Slipway, without a slash at its end. */
  | { readonly kind: 'http'; readonly url: string };

/** Where Slack sends commands, clicks and events over HTTP: the receiver's one route. */
const slackPath = '/slack/events';

/**
 * The Slack app as Slack is to know it.
 *
 * @param command the slash command, with its `/`
 */
export function slackManifest(command: string, transport: ManifestTransport) {
  const url = transport.kind === 'http' ? { url: `${transport.url}${slackPath}` } : {};
  const requestUrl = transport.kind === 'http' ? { request_url: `${transport.url}${slackPath}` } : {};
  const optionsUrl = transport.kind === 'http' ? { message_menu_options_url: `${transport.url}${slackPath}` } : {};
  return {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name: 'Slipway',
      description: 'Runs software releases: playbooks, sign-offs that hold, tags made once.',
      background_color: '#1b3a4b',
    },
    features: {
      // Nobody reads what people write to the app, so Slack is not to offer it.
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'slipway', always_online: true },
      slash_commands: [
        {
          command,
          ...url,
          description: 'Start a release, see what it waits for, answer its checklist',
          usage_hint: `[${hintedWords.join(' | ')}]`,
          should_escape: false,
        },
      ],
      shortcuts: [
        {
          name: 'Release actions…',
          type: 'message',
          callback_id: 'release-actions',
          description: 'What you can do now for the release of this thread',
        },
      ],
    },
    oauth_config: { scopes: { bot: scopesNeeded() } },
    settings: {
      interactivity: { is_enabled: true, ...requestUrl, ...optionsUrl },
      event_subscriptions: { ...requestUrl, bot_events: Object.keys(eventScopes).sort() },
      org_deploy_enabled: false,
      socket_mode_enabled: transport.kind === 'socket',
      token_rotation_enabled: false,
    },
  };
}
