import type { App, ReceiverEvent } from '@slack/bolt';
import type { Span } from '../tracing.ts';

const slackWaits = 3000; // ms

type Kind = 'command' | 'click' | 'submission' | 'closed' | 'options' | 'shortcut' | 'event' | 'other';
type Result = 'ok' | 'errors' | 'late' | 'none' | 'failed';

/** Who is told of the deliveries that are let in, over either transport. */
export interface DeliveryObserver {
  /** Once for each delivery: when it was answered, or when its handler ended without an answer. */
  acknowledged(how: { readonly kind: Kind; readonly result: Result; readonly seconds: number }): void;
  readonly span: Span;
}

const kinds: Readonly<Record<string, Kind>> = {
  block_actions: 'click',
  view_submission: 'submission',
  view_closed: 'closed',
  block_suggestion: 'options',
  shortcut: 'shortcut',
  message_action: 'shortcut',
  event_callback: 'event',
};

function kindOf({ body }: ReceiverEvent): Kind {
  if ('command' in body) return 'command';
  const type: unknown = body['type'];
  return (typeof type === 'string' ? kinds[type] : undefined) ?? 'other';
}

function resultOf(said: unknown): Result {
  const isObject = typeof said === 'object' && said !== null;
  return isObject && 'response_action' in said && said.response_action === 'errors' ? 'errors' : 'ok';
}

/** Measures how long each delivery waits for its answer, and runs its handler inside a span: where a trace begins. */
export function observeDeliveries(app: App, { acknowledged, span }: DeliveryObserver): void {
  const process = app.processEvent.bind(app);
  app.processEvent = (event) => {
    const kind = kindOf(event);
    const begun = performance.now();
    let told = false;
    const tell = (result: Result): void => {
      if (told) return;
      told = true;
      const ms = performance.now() - begun;
      acknowledged({ kind, result: ms > slackWaits ? 'late' : result, seconds: ms / 1000 });
    };
    const ack: ReceiverEvent['ack'] = async (said) => {
      tell(resultOf(said));
      await event.ack(said);
    };
    return span(`slack ${kind}`, {}, async () => {
      try {
        await process({ ...event, ack });
        tell('none');
      } catch (error) {
        tell('failed');
        throw error;
      }
    });
  };
}
