/** A discovery as one run that several processes were given: who has the right to run it, what it tells, and whether it is the same. */
import type { SearchStorage } from "../../records/search-storage.ts";
import { type DiscoveryPlan, discoveryRecord } from "../../search/plan.ts";
import type { Call } from "../command.ts";
import type { RunPlace } from "../run-folder.ts";
import type { StoreNotice } from "../store-notice.ts";
import { isCancelledAt } from "./is-cancelled.ts";
import { runOrFollow } from "./run-or-follow.ts";
import { refuseOtherRun } from "./same-run.ts";
import { followDiscovery } from "./watch-run.ts";

/** How a discovery ended, here or elsewhere. */
export type DiscoveryEnd = "complete" | "stopped" | "interrupted";

/** A discovery to run. */
export interface OneDiscovery {
  readonly plan: DiscoveryPlan;
  /** Runs it, with the right. */
  readonly run: () => Promise<DiscoveryEnd>;
  readonly storage: SearchStorage;
  readonly place: Omit<RunPlace, "name">;
  readonly call: Call;
  readonly notice: StoreNotice;
  readonly signal: AbortSignal;
}

/** Runs the discovery, or follows the process that does. Errors: those of `runOrFollow`. */
export async function runOrFollowDiscovery(discovery: OneDiscovery): Promise<DiscoveryEnd> {
  const { plan, run, storage, place, call, notice, signal } = discovery;
  const { name } = plan;
  const ended = await runOrFollow(
    {
      ...{ name, run },
      lock: () => storage.lockForRun(name),
      told: async () => {
        const pulse = await storage.pulse(name);
        return pulse === null ? null : { pulse, isPlanned: pulse.planned > 0 };
      },
      refuseOther: async () => {
        const running = (await storage.getDiscovery(name))!;
        const [ours, theirs] = [discoveryRecord(plan), running].map(({ config, searchKeys: keys }) => ({
          config,
          keys,
        }));
        refuseOtherRun(name, ours!, theirs!);
      },
      follow: (takeOver) => followDiscovery({ ...place, name }, { call, notice, signal, takeOver }),
      isCancelled: () => isCancelledAt(place.storage, { kind: "discovery", name }, { onWait: notice.onWait, signal }),
    },
    { call, signal },
  );
  return "own" in ended ? ended.own : ended.followed;
}
