/**
 * Kills at seeded moments, run after run, until the study ends by itself; and what its records then are.
 */
import { createRng, type Rng } from "../../src/core/rng.ts";
import { type CoordinatorProcess, childrenOf, coordinate, dumpOf, isAlive, type Order } from "./harness.ts";

/** Whom a kill hits. */
export type Victim = "worker" | "coordinator" | "all";

const victims: readonly Victim[] = ["coordinator", "worker", "all"];

/** How to kill. */
export interface KillOptions {
  readonly kills: number;
  readonly seed: number;
  readonly stepMilliseconds?: number;
  /** Longest wait before a kill, from the first event on. */
  readonly longestMilliseconds: number;
}

/**
 * Runs a study under kills until there were as many as asked for, again in a new folder whenever it ends before.
 * Returns the final records of every round, and what was killed.
 */
export async function runRoundsUnderKills(
  order: Order,
  options: KillOptions,
): Promise<{ readonly dumps: readonly string[]; readonly killed: readonly Victim[] }> {
  const dumps: string[] = [];
  const killed: Victim[] = [];
  while (killed.length < options.kills) {
    const round = { ...order, folder: `${order.folder}-${dumps.length}` };
    const left = { ...options, kills: options.kills - killed.length, seed: options.seed + dumps.length };
    const result = await runUnderKills(round, left);
    dumps.push(result.dump);
    killed.push(...result.killed);
  }
  return { dumps, killed };
}

/** Runs a study under kills; returns its final records and what was killed. */
export async function runUnderKills(
  order: Order,
  options: KillOptions,
): Promise<{ readonly dump: string; readonly killed: readonly Victim[] }> {
  const rng = createRng(options.seed, "kills");
  const killed: Victim[] = [];
  for (;;) {
    const run = coordinate(
      order,
      options.stepMilliseconds === undefined ? {} : { stepMilliseconds: options.stepMilliseconds },
    );
    let gone = false;
    void run.ended.then(() => {
      gone = true;
    });
    await run.seen(({ kind }) => kind === "started" || kind === "error");
    while (killed.length < options.kills && !gone) {
      await pause(rng.uniform() * options.longestMilliseconds);
      const victim = victims[killed.length % victims.length]!;
      if (!gone && kill(run, victim, rng)) killed.push(victim);
      if (victim !== "worker") break;
    }
    const orphans = childrenOf(run.process.pid!);
    const last = (await run.ended).at(-1);
    await workersGone(orphans);
    if (last?.kind === "error") throw new Error(last.message);
    if (last?.kind === "ended") return { dump: await dumpOf(order.folder), killed };
  }
}

function kill(run: CoordinatorProcess, victim: Victim, rng: Rng): boolean {
  const pid = run.process.pid!;
  const workers = childrenOf(pid);
  const some = workers[rng.below(Math.max(1, workers.length))];
  if (victim === "worker") return some !== undefined && process.kill(some, "SIGKILL");
  const all = victim === "all" ? [pid, ...workers] : [pid];
  for (const one of all) process.kill(one, "SIGKILL");
  return true;
}

/** Workers end by themselves when their coordinator is gone. */
async function workersGone(pids: readonly number[]): Promise<void> {
  for (let waited = 0; pids.some(isAlive); waited += 20) {
    if (waited > 10_000) throw new Error("a worker outlived its coordinator by 10 seconds");
    await pause(20);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
