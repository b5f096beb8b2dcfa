/** A refusal in Slack's own words: the `error` of a Web API answer. */
export class SlackError extends Error {
  readonly code: string;
  /** What stands in `response_metadata.messages`. */
  readonly messages: readonly string[];
  /** More fields of the answer, such as `needed` and `provided`. */
  readonly extra: Readonly<Record<string, unknown>>;
  constructor(code: string, messages: readonly string[] = [], extra: Readonly<Record<string, unknown>> = {}) {
    super(messages.length > 0 ? `${code}: ${messages.join('; ')}` : code);
    this.name = 'SlackError';
    this.code = code;
    this.messages = messages;
    this.extra = extra;
  }
}

/** What a person cannot do, said to whoever drives them (a test, the demo's page). */
export class NotPossible extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'NotPossible';
  }
}
