import type { Delivery } from '../delivery/delivery.ts';
import type { Workspace } from '../state/workspace.ts';

/** What people act in: their workspace, and the way to the app. */
export interface Sandbox {
  readonly workspace: Workspace;
  readonly delivery: Delivery;
}
