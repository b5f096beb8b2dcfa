/** What came of a delivery to the app. */
export type Outcome =
  | { readonly ok: true; readonly body: unknown }
  | {
      readonly ok: false;
      /** `operation_timeout`: no acknowledgement in time; `dispatch_failed`: no app there, or it answered with an error. */
      readonly error: 'operation_timeout' | 'dispatch_failed';
      readonly detail: string;
      /** The app asked not to be tried again (`x-slack-no-retry: 1`). */
      readonly final?: boolean;
    };

/** The kinds of delivery, as Socket Mode names them. */
export type DeliveryKind = 'slash_commands' | 'interactive' | 'events_api';

/** Which try of an event this is. */
export interface Retry {
  readonly num: number;
  readonly reason: string;
}
