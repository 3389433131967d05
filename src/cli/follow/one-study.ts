/** A study as one run that several processes were given: who has the right to run it, what it tells, and whether it is the same. */
import type { StudyProgress } from "../../records/run-progress.ts";
import type { ChangeCursor, Storage } from "../../records/storage.ts";
import type { StudyPlan } from "../../study/plan.ts";
import type { Call } from "../command.ts";
import type { StoreNotice } from "../store-notice.ts";
import type { RunPlaces } from "../study-call.ts";
import { isCancelledAt } from "./is-cancelled.ts";
import { runOrFollow } from "./run-or-follow.ts";
import { refuseOtherRun } from "./same-run.ts";
import { followStudy } from "./watch-run.ts";

/** How a study ended, here or elsewhere. */
export interface StudyEnd {
  readonly outcome: "complete" | "stopped" | "interrupted";
  readonly progress: Pick<StudyProgress, "done" | "failed" | "total">;
}

/** A study to run. */
export interface OneStudy {
  readonly name: string;
  /** Its plan, with what the store has of it now. */
  readonly planned: () => Promise<StudyPlan>;
  /** Runs it, with the right. */
  readonly run: () => Promise<StudyEnd>;
  readonly storage: Storage;
  readonly places: RunPlaces;
  readonly call: Call;
  readonly notice: StoreNotice;
  readonly signal: AbortSignal;
}

/** Runs the study, or follows the process that does. Errors: those of `runOrFollow`. */
export async function runOrFollowStudy(study: OneStudy): Promise<StudyEnd> {
  const { name, planned, storage, places, call, notice, signal } = study;
  let cursor: ChangeCursor | null = null;
  const ended = await runOrFollow(
    {
      name,
      lock: () => storage.lockForRun(name),
      run: study.run,
      told: async () => {
        const { pulse, cursor: next } = await storage.changesSince(name, cursor);
        cursor = next;
        return pulse === null ? null : { pulse, isPlanned: pulse.workers > 0 };
      },
      refuseOther: async () => {
        const { study: wanted } = await planned();
        const running = (await storage.getStudy(name))!;
        const [ours, theirs] = [wanted, running].map(({ config, trialKeys: keys }) => ({ config, keys }));
        refuseOtherRun(name, ours!, theirs!);
      },
      follow: (takeOver) => followStudy({ ...places, name }, { call, notice, signal, takeOver }),
      isCancelled: () => isCancelledAt(places.storage, { kind: "study", name }, { onWait: notice.onWait, signal }),
    },
    { call, signal },
  );
  if ("own" in ended) return ended.own;
  const states = [...(await storage.listStates(name)).values()];
  const count = (...of: readonly string[]): number => states.filter((state) => of.includes(state)).length;
  const total = Math.max(states.length, (await planned()).outline.length);
  return { outcome: ended.followed, progress: { done: count("finished", "diverged"), failed: count("failed"), total } };
}
