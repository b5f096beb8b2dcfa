import type { Execute } from '../execute.ts';
import { RefusedOutside } from '../release/outside-errors.ts';
import type { Release } from '../release/release.ts';
import { type FreezePorts, frozenStill, keepFreeze } from './keep-freeze.ts';

interface Owed {
  /** The step that opened the release pull request. */
  readonly of: string;
  readonly branch: string;
  readonly lifts: boolean;
}

/** Tells all open pull requests that a branch is frozen, or no longer, and records it. What GitHub refuses for good is told; polling tries on. */
export async function tellFreeze(
  ports: FreezePorts & { readonly execute: Execute },
  release: Release,
  { of, branch, lifts }: Owed,
): Promise<void> {
  let held = 0;
  let refused: { readonly refused?: string } = {};
  try {
    ({ held } = await keepFreeze(ports, { repository: release.component.repository, branch }));
  } catch (error) {
    if (!(error instanceof RefusedOutside)) throw error;
    refused = {
      refused: `${error.message} ${error.remedy.replace(/,? then press Retry\.$|,? and press Retry\.$/, '.')}`,
    };
  }
  if (!lifts) await ports.execute(release.id, { type: 'RecordFrozen', frozen: of, held, ...refused });
  else {
    const still = await frozenStill(ports, release, branch);
    await ports.execute(release.id, { type: 'RecordFreezeLifted', frozen: of, still, ...refused });
  }
}
