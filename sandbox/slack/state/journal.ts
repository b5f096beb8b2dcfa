/** One Web API call that the app made. */
interface Call {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** undefined: it went well. */
  readonly error?: string;
  readonly status: number;
}

/** Something of the app's that Slack refused: an API call, an acknowledgement, a response_url post. */
interface Refusal {
  readonly at: number;
  /** The method, `ack <kind>` or `response_url`. */
  readonly where: string;
  readonly error: string;
  readonly messages: readonly string[];
  readonly given: unknown;
}

/** One delivery to the app, with every try. */
export interface DeliveryRecord {
  readonly id: string;
  readonly kind: 'slash_commands' | 'interactive' | 'events_api';
  /** The command, the interaction's type, the event's type. */
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: number;
  readonly tries: { readonly transport: 'http' | 'socket' | 'none'; readonly outcome: string }[];
}

/** What happened between Slack and the app, for assertions. */
export interface Journal {
  readonly calls: Call[];
  readonly refusals: Refusal[];
  readonly deliveries: DeliveryRecord[];
}

export function createJournal(): Journal {
  return { calls: [], refusals: [], deliveries: [] };
}
