import { isoSeconds } from '../git/commits.ts';

/** A webhook as it was, or is to be, sent. A redelivery keeps its guid. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly repositoryId: number;
  readonly installationId: number | null;
  readonly body: string;
  readonly redelivery: boolean;
  /** `missed`: sent to nobody, as when the receiver was away. */
  state: 'waiting' | 'delivered' | 'failed' | 'missed';
  statusCode: number;
  /** Why it could not be delivered, where nobody answered. */
  failure: string | null;
  deliveredAt: Date;
  durationMs: number;
}

/** `hook-delivery-item`: a delivery as the App's list of them shows it. */
export function presentDelivery(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: isoSeconds(delivery.deliveredAt),
    redelivery: delivery.redelivery,
    duration: delivery.durationMs / 1000,
    status: delivery.state === 'delivered' ? 'OK' : (delivery.failure ?? 'Invalid HTTP Response'),
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}
