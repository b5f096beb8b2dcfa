import { z } from 'zod';

const scopes = z.object({ scopes: z.object({ bot: z.array(z.string()).max(255).default([]) }).default({ bot: [] }) });

/** The parts of an app manifest that decide what Slack lets the app do, with the manifest's own limits. */
const manifest = z.object({
  oauth_config: scopes.default({ scopes: { bot: [] } }),
  features: z
    .object({
      bot_user: z.object({ display_name: z.string().max(80) }).exactOptional(),
      app_home: z
        .object({
          home_tab_enabled: z.boolean().default(false),
          messages_tab_enabled: z.boolean().default(false),
          messages_tab_read_only_enabled: z.boolean().default(false),
        })
        .exactOptional(),
      slash_commands: z
        .array(
          z.object({
            command: z
              .string()
              .max(32)
              .regex(/^\/\S+$/),
            description: z.string().min(1).max(2000),
            should_escape: z.boolean().default(false),
            usage_hint: z.string().max(1000).exactOptional(),
          }),
        )
        .max(50)
        .default([]),
      shortcuts: z
        .array(
          z.object({
            name: z.string().min(1).max(24),
            type: z.enum(['global', 'message']),
            callback_id: z.string().min(1).max(255),
            description: z.string().min(1).max(150),
          }),
        )
        .max(10)
        .default([]),
    })
    .default({ slash_commands: [], shortcuts: [] }),
  settings: z
    .object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()).max(100).default([]) }).exactOptional(),
      interactivity: z
        .object({ is_enabled: z.boolean(), message_menu_options_url: z.string().exactOptional() })
        .exactOptional(),
      socket_mode_enabled: z.boolean().default(false),
    })
    .default({ socket_mode_enabled: false }),
});

/** What the app declared of itself; without a manifest everything is allowed and declared. */
export interface AppDeclaration {
  /** undefined: every scope. */
  readonly scopes: ReadonlySet<string> | undefined;
  readonly command: (name: string) => { readonly escape: boolean } | undefined;
  /** Those that are declared, as a composer offers them. */
  readonly commands: readonly { readonly command: string; readonly description: string; readonly hint: string }[];
  readonly shortcuts: readonly {
    readonly callback_id: string;
    readonly name: string;
    readonly type: 'global' | 'message';
  }[];
  readonly shortcut: (callbackId: string) => { readonly type: 'global' | 'message' } | 'undeclared' | 'any';
  /** Whether a bot event (as the manifest names it: `message.channels`) is subscribed. */
  readonly event: (name: string) => boolean;
  readonly interactive: boolean;
  /** Whether an external select may ask over HTTP. */
  readonly suggestsOverHttp: boolean;
  readonly homeTab: boolean;
  /** Whether the app may write to people, and they to it. */
  readonly messagesTab: boolean;
  readonly messagesTabWritable: boolean;
  readonly socketMode: boolean | undefined;
}

const everything: AppDeclaration = {
  scopes: undefined,
  command: () => ({ escape: false }),
  commands: [],
  shortcuts: [],
  shortcut: () => 'any',
  event: () => true,
  interactive: true,
  suggestsOverHttp: true,
  homeTab: true,
  messagesTab: true,
  messagesTabWritable: true,
  socketMode: undefined,
};

/** Reads a manifest object (Slack's app manifest schema); throws a ZodError on what Slack would refuse. */
export function declaration(given: unknown): AppDeclaration {
  if (given === undefined) return everything;
  const read = manifest.parse(given);
  const { slash_commands: commands, shortcuts, app_home: home } = read.features;
  const events = read.settings.event_subscriptions?.bot_events ?? [];
  const declared = commands.map(({ command, should_escape }) => [command, { escape: should_escape }] as const);
  const byCommand = new Map(declared);
  return {
    scopes: new Set(read.oauth_config.scopes.bot),
    command: (name) => byCommand.get(name),
    commands: commands.map(({ command, description, usage_hint: hint = '' }) => ({ command, description, hint })),
    shortcuts,
    shortcut: (callbackId) => shortcuts.find((one) => one.callback_id === callbackId) ?? 'undeclared',
    event: (name) => events.includes(name),
    interactive: read.settings.interactivity?.is_enabled ?? false,
    suggestsOverHttp: read.settings.interactivity?.message_menu_options_url !== undefined,
    homeTab: home?.home_tab_enabled ?? false,
    messagesTab: home?.messages_tab_enabled ?? false,
    messagesTabWritable: (home?.messages_tab_enabled ?? false) && !(home?.messages_tab_read_only_enabled ?? true),
    socketMode: read.settings.socket_mode_enabled,
  };
}
