import { describe, expect, test } from "vitest";
import { createRng } from "../../core/rng.ts";
import { finishedScore } from "../samples.ts";
import type { Judge, JudgeJob } from "./judge.ts";
import { fixedRule, stageRule } from "./rule.ts";
import { type Contestant, judgeStage, leadOf, promote } from "./stage.ts";

/** Scores by a formula: each program has a best rate, each seed an effect, and jobs are counted. */
function formulaJudge(best: Readonly<Record<string, number>>) {
  const jobs: JudgeJob[] = [];
  const judge: Judge = {
    score: async (asked, onDone) => {
      jobs.push(...asked);
      onDone?.(asked.length);
      return asked.map(({ program, task, seed, rate }) => {
        const score =
          0.8 - 0.1 * Math.abs(Math.log2(rate / best[program]!)) + seed / 10_000 + (task === "b" ? 0.05 : 0);
        return finishedScore({ task, seed }, score);
      });
    },
  };
  return { judge, jobs };
}

const contestant = (program: string, role: Contestant["role"]): Contestant => ({
  identity: program,
  program,
  role,
  label: program,
  family: null,
  rate: 1,
});

test("every program is scored at its best rate, on seeds that did not choose it", async () => {
  const { judge, jobs } = formulaJudge({ seed: 1, found: 2 });
  const contestants = [contestant("seed", "baseline"), contestant("found", "finalist")];
  const totals: [number, number][] = [];
  const entries = await judgeStage(contestants, {
    stage: "fresh-seeds",
    tasks: ["a", "b"],
    rates: () => [0.5, 1, 2],
    rateSeeds: [900],
    seeds: [1000, 1001],
    rule: fixedRule(2),
    judge,
    onDone: (done, total) => totals.push([done, total]),
  });
  expect(entries?.map(({ label, rate }) => [label, rate])).toEqual([
    ["seed", 1],
    ["found", 2],
  ]);
  const [seed, found] = entries!;
  expect(seed!.scores).toHaveLength(2);
  expect(seed!.scores[0]).toBeCloseTo(0.8 + 0.1 + 0.025, 12);
  expect(seed!.byTask).toEqual({ a: [expect.closeTo(0.9, 12), expect.closeTo(0.9001, 12)], b: expect.any(Array) });
  expect(found!.mean).toBeCloseTo(seed!.mean, 12);
  expect(jobs.filter((job) => job.seed === 900)).toHaveLength(2 * 3 * 2);
  expect(jobs.filter((job) => job.seed >= 1000).map(({ rate }) => rate)).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
  expect(totals.at(-1)).toEqual([20, 20]);
});

test("a single rate needs no choice, and no seeds for it", async () => {
  const { judge, jobs } = formulaJudge({ found: 1 });
  const setting = {
    stage: "larger",
    tasks: ["a"],
    rates: () => [1],
    rateSeeds: [900],
    seeds: [1, 2],
    rule: fixedRule(2),
    judge,
  } as const;
  const entries = await judgeStage([{ ...contestant("found", "finalist"), rate: 4 }], setting);
  expect(entries![0]!.rate).toBe(4);
  expect(jobs).toHaveLength(2);
});

test("a stopped judge stops the stage", async () => {
  const judge: Judge = { score: async () => null };
  const setting = {
    stage: "larger",
    tasks: ["a"],
    rates: () => [1, 2],
    rateSeeds: [9],
    seeds: [1],
    rule: fixedRule(1),
    judge,
  } as const;
  expect(await judgeStage([contestant("found", "finalist")], setting)).toBeNull();
});

describe("promote", () => {
  const entry = (role: Contestant["role"], scores: readonly number[]) => ({
    ...contestant(`${role} ${scores}`, role),
    stage: "larger" as const,
    scores,
    byTask: {},
    mean: scores.reduce((sum, score) => sum + score, 0) / scores.length,
    promoted: false,
  });
  const rule = fixedRule(5);
  const bar = entry("baseline", [0.5, 0.52, 0.48, 0.51, 0.49]);
  const above = (...gains: readonly number[]) =>
    entry(
      "finalist",
      gains.map((gain, i) => bar.scores[i]! + gain),
    );

  test("only finalists above the baseline are promoted", () => {
    const entries = [
      bar,
      above(0, 0, 0, 0, 0),
      above(0.01, 0.011, 0.009, 0.01, 0.01),
      entry("reference", [0.9, 0.9, 0.9, 0.9, 0.9]),
    ];
    expect(promote(entries, rule).map(({ promoted }) => promoted)).toEqual([false, false, true, false]);
  });

  test("a lead within its standard error is no difference", () => {
    const entries = [bar, above(0.017, -0.016, 0.0005, 0.012, -0.011), above(-0.01, -0.01, -0.012, -0.01, -0.011)];
    expect(leadOf(entries[1]!, entries, rule)!.value).toBeCloseTo(0.0005, 10);
    expect(promote(entries, rule).map(({ promoted }) => promoted)).toEqual([false, false, false]);
    expect(leadOf(bar, entries, rule)).toBeNull();
  });

  test("one seed promotes nothing, however large the lead", () => {
    expect(promote([entry("baseline", [0.5]), entry("finalist", [0.9])], rule)[1]!.promoted).toBe(false);
  });
});

describe("a sequential rule", () => {
  /** Scores with a lead for each program and noise of a seed, which the baseline shares in part. */
  function noisyJudge(leads: Readonly<Record<string, number>>, noise: (program: string, seed: number) => number) {
    const seedsOf = new Map<string, number[]>();
    const judge: Judge = {
      score: async (asked) =>
        asked.map(({ program, task, seed }) => {
          const asSoFar = seedsOf.get(program) ?? [];
          seedsOf.set(program, [...asSoFar, seed]);
          return finishedScore({ task, seed }, 0.5 + leads[program]! + noise(program, seed));
        }),
    };
    return { judge, seedsOf };
  }
  const seeds = Array.from({ length: 32 }, (_, i) => 1000 + i);
  const rule = stageRule(4, { most: 32, error: 0.05 });
  const setting = { stage: "fresh-seeds", tasks: ["a"], rates: () => [1], rateSeeds: [], seeds, rule } as const;

  test("looks after each doubling, and shares the error among the looks", () => {
    expect(rule.looks).toEqual([4, 8, 16, 32]);
    expect(rule.level).toBeCloseTo(1 - (2 * 0.05) / 4, 12);
    expect(stageRule(4, { most: 20, error: 0.05 }).looks).toEqual([4, 8, 16, 20]);
    expect(stageRule(4, { most: 4, error: 0.05 })).toEqual({ looks: [4], level: 0.9 });
    expect(stageRule(4, null)).toEqual(fixedRule(4));
  });

  test("what is clear gets no more seeds, what is not gets them beside the baseline, and references only the first", async () => {
    const { judge, seedsOf } = noisyJudge({ bar: 0, ahead: 0.1, behind: -0.1, level: 0, ref: 0 }, (program, seed) =>
      program === "level" ? (seed % 2 === 0 ? 0.01 : -0.01) : (seed % 3) / 1000,
    );
    const contestants = [
      contestant("bar", "baseline"),
      contestant("ahead", "finalist"),
      contestant("behind", "finalist"),
      contestant("level", "finalist"),
      contestant("ref", "reference"),
    ];
    const entries = (await judgeStage(contestants, { ...setting, judge }))!;
    expect(entries.map(({ label, scores }) => [label, scores.length])).toEqual([
      ["bar", 32],
      ["ahead", 4],
      ["behind", 4],
      ["level", 32],
      ["ref", 4],
    ]);
    expect(seedsOf.get("level")).toEqual(seeds);
    expect(entries[3]!.byTask).toEqual({ a: entries[3]!.scores });
    expect(promote(entries, rule).map(({ promoted }) => promoted)).toEqual([false, true, false, false, false]);
    const [bar] = entries;
    const later = await judgeStage([contestant("level", "simplified")], { ...setting, judge, bar });
    expect(later![0]!.scores).toEqual(entries[3]!.scores);
    const short = { ...bar!, scores: bar!.scores.slice(0, 8) };
    expect(
      (await judgeStage([contestant("level", "simplified")], { ...setting, judge, bar: short }))![0]!.scores,
    ).toHaveLength(8);
  });

  test("of programs that are no better, at most the stated share is promoted, and leads are found with fewer seeds", async () => {
    const draws = createRng(7, "sequential");
    const values = new Map<string, number>();
    const noise = (program: string, seed: number): number => {
      const key = `${program} ${seed}`;
      if (!values.has(key)) values.set(key, 0.01 * draws.normal());
      return values.get(key)!;
    };
    const names = Array.from({ length: 2000 }, (_, i) => `p${i}`);
    /** A program beside a baseline of its own: whether it is promoted, and on how many seeds. */
    const judged = async (name: string, lead: number) => {
      const bar = `bar of ${name}`;
      const { judge } = noisyJudge({ [bar]: 0, [name]: lead }, noise);
      const pair = [contestant(bar, "baseline"), contestant(name, "finalist")];
      const entry = promote((await judgeStage(pair, { ...setting, judge }))!, rule)[1]!;
      return { promoted: entry.promoted, seeds: entry.scores.length };
    };
    let promoted = 0;
    for (const name of names) if ((await judged(name, 0)).promoted) promoted += 1;
    expect(promoted / names.length).toBeLessThan(0.05);
    expect(promoted).toBeGreaterThan(0);
    let seedsUsed = 0;
    let found = 0;
    for (const name of names.slice(0, 300)) {
      const one = await judged(name, 0.02);
      if (one.promoted) found += 1;
      seedsUsed += one.seeds;
    }
    expect(found).toBe(300);
    expect(seedsUsed / 300).toBeLessThan(12);
  });
});
