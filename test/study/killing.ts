/**
 * Kills, run after run, until the study ends by itself; and what its records then are.
 *
 * A moment is told by the lines that a run prints, or is a seeded time, where runs are repeated until there were enough kills.
 */
import { createRng, type Rng } from "../../src/core/rng.ts";
import { type CoordinatorProcess, childrenOf, coordinate, dumpAt, dumpOf, isAlive, type Order } from "./harness.ts";

/** A line of a run. */
export interface KillableLine {
  readonly kind: string;
  readonly message?: string;
}

/** What is killed: started in a folder again and again, until its last line says that it ended by itself. */
export interface Killable {
  /** At its own pace while there are kills to come; in a hurry when there are none. */
  start(folder: string, pace: { readonly hurry: boolean }): CoordinatorProcess<KillableLine>;
  /** Records of a folder as text. */
  dump(folder: string): Promise<string>;
}

/** A study to be killed. */
export function killableStudy(
  order: Omit<Order, "folder">,
  pace: { readonly stepMilliseconds?: number } = {},
): Killable {
  const { storage } = order;
  return {
    start: (folder, { hurry }) => coordinate({ ...order, folder }, hurry ? {} : pace),
    dump: storage === undefined ? dumpOf : () => dumpAt(storage),
  };
}

/** Whom a kill hits. */
export type Victim = "worker" | "coordinator" | "all";

const victims: readonly Victim[] = ["coordinator", "worker", "all"];

/** A moment told by lines. */
export interface LinesMoment {
  readonly reached: (lines: readonly KillableLine[], kills: number) => boolean;
}

/** How to kill. */
export interface KillOptions {
  readonly kills: number;
  readonly seed: number;
  /**
   * When: once the lines of the process under way satisfy the test, which is told how many kills there were; or after a
   * seeded time, from the first event or the last kill on.
   */
  readonly moment: LinesMoment | { readonly longestMilliseconds: number };
}

/**
 * Runs under kills until there were as many as asked for, again in a new folder whenever it ends before.
 * Returns the final records of every round, and what was killed.
 */
export async function runRoundsUnderKills(
  run: Killable,
  { folder, ...options }: KillOptions & { readonly folder: string },
): Promise<{ readonly dumps: readonly string[]; readonly killed: readonly Victim[] }> {
  const dumps: string[] = [];
  const killed: Victim[] = [];
  while (killed.length < options.kills) {
    const result = await runUnderKills(run, {
      ...options,
      folder: `${folder}-${dumps.length}`,
      kills: options.kills - killed.length,
      seed: options.seed + dumps.length,
    });
    dumps.push(result.dump);
    killed.push(...result.killed);
  }
  return { dumps, killed };
}

/** Runs under kills in a folder; returns the final records and what was killed. */
export async function runUnderKills(
  { start, dump }: Killable,
  { folder, ...options }: KillOptions & { readonly folder: string },
): Promise<{ readonly dump: string; readonly killed: readonly Victim[] }> {
  const rng = createRng(options.seed, "kills");
  const killed: Victim[] = [];
  for (;;) {
    const run = start(folder, { hurry: killed.length >= options.kills });
    let gone = false;
    void run.ended.then(() => {
      gone = true;
    });
    await run.seen(({ kind }) => kind === "started" || kind === "planned" || kind === "error");
    while (killed.length < options.kills && !gone) {
      await momentOf(run, { ...options, kills: killed.length, rng });
      const victim = victims[killed.length % victims.length]!;
      if (!gone && kill(run, victim, rng)) killed.push(victim);
      if (victim !== "worker") break;
    }
    const orphans = childrenOf(run.process.pid!);
    const last = (await run.ended).at(-1);
    await workersGone(orphans);
    if (last?.kind === "error") throw new Error(last.message);
    if (last?.kind === "ended") return { dump: await dump(folder), killed };
  }
}

async function momentOf(
  { seen, lines }: CoordinatorProcess<KillableLine>,
  { moment, kills, rng }: Pick<KillOptions, "moment" | "kills"> & { readonly rng: Rng },
): Promise<void> {
  if ("reached" in moment) return seen(() => moment.reached(lines, kills));
  await pause(rng.uniform() * moment.longestMilliseconds);
}

function kill(run: Pick<CoordinatorProcess, "process">, victim: Victim, rng: Rng): boolean {
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
  while (pids.some(isAlive)) await pause(20); // they are nobody's children any more: nobody is told when they end
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
