import { SlackError } from '../state/slack-error.ts';

/** What a method was called with: form fields are texts, a JSON body has its own types. */
export class Arguments {
  readonly fields: Readonly<Record<string, unknown>>;
  constructor(fields: Readonly<Record<string, unknown>>) {
    this.fields = fields;
  }

  has(name: string): boolean {
    const value = this.fields[name];
    return value !== undefined && value !== null && value !== '';
  }

  /** A text that may be left out. */
  optional(name: string): string | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw new SlackError('invalid_arguments', [`[ERROR] must provide a string [json-pointer:/${name}]`]);
  }

  /** A text that must be there. */
  text(name: string): string {
    const value = this.optional(name);
    if (value === undefined || value === '') {
      throw new SlackError('invalid_arguments', [`[ERROR] missing required field: ${name}`]);
    }
    return value;
  }

  flag(name: string): boolean {
    const value = this.fields[name];
    return value === true || value === 'true' || value === '1' || value === 1;
  }

  /** A whole number. */
  count(name: string): number | undefined {
    const value = this.optional(name);
    if (value === undefined || value === '') return undefined;
    if (!/^-?\d+$/.test(value)) {
      throw new SlackError('invalid_arguments', [`[ERROR] must be an integer [json-pointer:/${name}]`]);
    }
    return Number(value);
  }

  /** A JSON value, sent as such or as text; `malformed` is Slack's error for text that is not JSON. */
  json(name: string, malformed: string): unknown {
    const value = this.fields[name];
    if (value === null || value === '') return undefined;
    if (typeof value !== 'string') return value;
    try {
      const parsed: unknown = JSON.parse(value);
      return parsed;
    } catch (error) {
      if (error instanceof SyntaxError) throw new SlackError(malformed);
      throw error;
    }
  }
}
