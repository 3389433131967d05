import { afterEach, describe, expect, test } from "vitest";
import { fakeClock } from "../core/clock.ts";
import { createRng } from "../core/rng.ts";
import { dumpDiscoveries } from "../records/search-dump.ts";
import { openSearchStorage } from "../records/search-open.ts";
import type { SearchConfig } from "../records/search-records.ts";
import type { SearchStorage } from "../records/search-storage.ts";
import type { EvaluationJob, Evaluators } from "./evaluators.ts";
import type { DiscoveryEvent } from "./events.ts";
import { discoveryRecord, plannedSearches, type SearchBudget } from "./plan.ts";
import { runSearches } from "./run-searches.ts";
import { sampleConfig, sampleScores } from "./samples.ts";

const searches = [sampleConfig(), sampleConfig({ method: "constants" }), sampleConfig({ method: "random" })];
const noBudget: SearchBudget = { programs: null, evaluations: null, seconds: null, target: null };

/** Evaluators in this process that answer in a random order; `onJob` is told of each job. */
function shuffledEvaluators(size: number, onJob: (job: EvaluationJob) => void = () => {}): Evaluators {
  const rng = createRng(size, "order");
  let held = 0;
  return {
    busySeconds: 0,
    ahead: 1,
    get free() {
      return size - held;
    },
    evaluate: async ({ tasks, program, options, ...job }) => {
      held += 1;
      onJob({ tasks, program, options, ...job });
      for (let turns = rng.below(6); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
      held -= 1;
      return { ...sampleScores(tasks, program, options), failure: null };
    },
  };
}

interface Setting {
  readonly configs?: readonly SearchConfig[];
  readonly budget?: Partial<SearchBudget>;
  readonly size?: number;
  readonly storage?: SearchStorage;
  readonly drain?: AbortSignal;
  readonly tickSeconds?: number;
  readonly onJob?: (job: EvaluationJob) => void;
  readonly evaluators?: Evaluators;
}

const opened: SearchStorage[] = [];
afterEach(async () => {
  for (const storage of opened.splice(0)) await storage.close();
});

async function run({ configs = searches, budget = { evaluations: 50 }, size = 4, onJob, ...rest }: Setting = {}) {
  const storage = rest.storage ?? (await openSearchStorage(":memory:", { mode: "run" }));
  if (rest.storage === undefined) opened.push(storage);
  const plan = { name: "sample", config: {}, command: "", searches: configs, budget: { ...noBudget, ...budget } };
  await storage.putDiscovery(discoveryRecord(plan), plannedSearches(plan));
  const events: DiscoveryEvent[] = [];
  const stopped = await runSearches(await storage.listSearches("sample"), {
    storage,
    evaluators: rest.evaluators ?? shuffledEvaluators(size, onJob),
    budget: plan.budget,
    clock: fakeClock({ tickSeconds: rest.tickSeconds ?? 0.001 }),
    drain: rest.drain ?? new AbortController().signal,
    emit: (event) => events.push(event),
  });
  const ends = events.flatMap((event) => (event.kind === "search-ended" ? [event] : []));
  return { storage, stopped, events, ends, dump: await dumpDiscoveries(storage) };
}

/** Evaluators that answer one job a turn, the oldest first; `rounds`: how many each hand-out took. */
function orderlyEvaluators({ workers, ahead }: { readonly workers: number; readonly ahead: number }) {
  const answers: (() => void)[] = [];
  const rounds: number[] = [];
  let answered = true;
  const turn = (): void => {
    answered = true;
    answers.shift()!();
    if (answers.length > 0) setImmediate(turn);
  };
  const evaluators: Evaluators = {
    busySeconds: 0,
    ahead,
    get free() {
      return workers * (1 + ahead) - answers.length;
    },
    evaluate: ({ tasks, program, options }) => {
      if (answered) rounds.push(0);
      answered = false;
      rounds[rounds.length - 1]! += 1;
      if (answers.length === 0) setImmediate(turn);
      return new Promise((resolve) => {
        answers.push(() => resolve({ ...sampleScores(tasks, program, options), failure: null }));
      });
    },
  };
  return { evaluators, rounds };
}

describe("searches side by side", () => {
  test("leave the same archive whatever the order of outcomes and their number at a time", async () => {
    const { dump, stopped, ends } = await run();
    expect(stopped).toBe(false);
    expect(ends.map(({ reason, progress }) => [reason, progress.evaluations, progress.done])).toEqual(
      searches.map(() => ["budget", 50, 1]),
    );
    for (const size of [1, 7, 30]) expect((await run({ size })).dump).toBe(dump);
    const alone = await run({ configs: [searches[1]!] });
    const [search] = plannedSearches({ name: "", config: {}, command: "", searches: [searches[1]!], budget: noBudget });
    expect(await alone.storage.children(search!.key)).toEqual(await (await run()).storage.children(search!.key));
  });

  test("hear as many outcomes at a time as no worker runs out of jobs by, and leave the same archive", async () => {
    const { dump } = await run({ budget: { evaluations: 120 } });
    for (const [ahead, atATime] of [
      [1, 1],
      [3, 3],
    ] as const) {
      const { evaluators, rounds } = orderlyEvaluators({ workers: 2, ahead });
      expect((await run({ budget: { evaluations: 120 }, evaluators })).dump).toBe(dump);
      const full = rounds.slice(2, -8); // at first one seed each is there, at last the budget is used up
      expect(full.length).toBeGreaterThan(20);
      expect(full.filter((count) => count === atATime).length).toBeGreaterThan(0.8 * full.length); // all but what is due by the clock
    }
  });

  test("stop anywhere and go on to the same archive; a larger budget goes on too", async () => {
    const whole = await run({ budget: { evaluations: 60 } });
    const { storage } = await run({ budget: { evaluations: 20 } });
    for (let stops = 0; stops < 4; stops++) {
      let jobs = 0;
      const drain = new AbortController();
      const { stopped, ends } = await run({
        storage,
        budget: { evaluations: 60 },
        onJob: () => {
          if (++jobs > 12) drain.abort();
        },
        drain: drain.signal,
      });
      expect(stopped).toBe(true);
      expect(ends.some(({ reason }) => reason === "stopped")).toBe(true);
      expect(whole.dump).not.toBe(await dumpDiscoveries(storage));
    }
    const { dump, stopped } = await run({ storage, budget: { evaluations: 60 } });
    expect(stopped).toBe(false);
    expect(dump).toBe(whole.dump);
    const again = await run({ storage, budget: { evaluations: 60 }, onJob: () => expect.unreachable() });
    expect(again.dump).toBe(whole.dump);
    expect(again.ends.map(({ progress: { seconds: _, ...rest } }) => rest.evaluations)).toEqual([60, 60, 60]);
  });

  test("evaluate nothing beyond the budget, and serve the search that is behind", async () => {
    const jobs: string[] = [];
    const { ends } = await run({ budget: { evaluations: 30 }, onJob: ({ program }) => jobs.push(program) });
    expect(jobs).toHaveLength(90);
    expect(ends.map(({ progress }) => progress.evaluations)).toEqual([30, 30, 30]);
    const timed = await run({ budget: { seconds: 2 }, size: 2 });
    const counts = timed.ends.map(({ progress }) => progress.evaluations);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(0.2 * Math.max(...counts) + 4);
    expect(timed.ends.map(({ reason }) => reason)).toEqual(["budget", "budget", "budget"]);
    const records = await timed.storage.listSearches("sample");
    expect(records.map(({ state }) => state)).toEqual(["ended", "ended", "ended"]);
    expect(records.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(2, 1);
    const more = await run({ storage: timed.storage, budget: { seconds: 2 }, onJob: () => expect.unreachable() });
    expect(more.dump).toBe(timed.dump);
  });

  test("end at a number of programs and at a target", async () => {
    const { ends } = await run({ budget: { programs: 45 } });
    expect(ends.map(({ progress }) => progress.children)).toEqual([45, 45, 45]);
    const target = await run({ configs: [sampleConfig()], budget: { target: 0.38 } });
    const [end] = target.ends;
    expect(end).toMatchObject({ reason: "target" });
    expect(end!.progress.bestFitness).toBeGreaterThanOrEqual(0.38);
    expect((await run({ configs: [sampleConfig()], budget: { target: 0.38 }, size: 9 })).dump).toBe(target.dump);
  });

  test("race each program against its parent", async () => {
    const jobs: EvaluationJob[] = [];
    const { storage } = await run({ configs: [sampleConfig()], onJob: (job) => jobs.push(job) });
    const [search] = await storage.listSearches("sample");
    const children = await storage.children(search!.key);
    const evaluations = await storage.evaluations(search!.key);
    const byProgram = new Map(evaluations.map((evaluation) => [evaluation.program, evaluation]));
    expect(jobs[0]?.options).toEqual({});
    for (const { program, options } of jobs.slice(1)) {
      const child = children.find((one) => one.evaluated && one.identity === byProgram.get(program)?.identity)!;
      const parent = children[child.parent!]!;
      const rival = evaluations.find(({ identity }) => identity === parent.identity)!;
      expect(options.race).toEqual({ factor: 1.5, from: 2, against: rival.scores });
    }
  });

  test("tell how they stand: counters, the front of length and fitness, improvements after they were stored", async () => {
    const { storage, events, ends } = await run({ budget: { evaluations: 120 } });
    const [search] = await storage.listSearches("sample");
    const evaluations = await storage.evaluations(search!.key);
    const children = await storage.children(search!.key);
    const { progress } = ends.find(({ progress }) => progress.search === search!.key)!;
    expect(progress).toMatchObject({
      method: "evolution",
      children: children.length,
      cacheHits: children.length - 120,
      invalid: children.reduce((sum, { invalid }) => sum + invalid, 0),
      failed: 0,
      seedFitness: evaluations[0]!.fitness,
      bestFitness: Math.max(...evaluations.map(({ fitness }) => fitness)),
    });
    const front = evaluations.filter(
      (one) =>
        one.fitness > 0 &&
        !evaluations.some(
          (other) =>
            other.length <= one.length &&
            other.fitness >= one.fitness &&
            (other.length < one.length || other.fitness > one.fitness || other.number < one.number),
        ),
    );
    expect(progress.fame.map(({ identity }) => identity)).toEqual(
      front.sort((a, b) => a.length - b.length).map(({ identity }) => identity),
    );
    const improved = events.flatMap((event) =>
      event.kind === "improved" && event.search === search!.key ? [event] : [],
    );
    expect(improved.map(({ fitness }) => fitness)).toEqual(
      evaluations
        .filter((one, i) => evaluations.slice(0, i).every(({ fitness }) => fitness < one.fitness))
        .map(({ fitness }) => fitness),
    );
    expect(improved.at(-1)?.program).toBe(progress.bestProgram);
    expect(events.filter(({ kind }) => kind === "progress").length).toBeGreaterThan(0);
  });
});
