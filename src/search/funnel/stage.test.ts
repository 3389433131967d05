import { describe, expect, test } from "vitest";
import { finishedScore } from "../samples.ts";
import type { Judge, JudgeJob } from "./judge.ts";
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
  const setting = { stage: "larger", tasks: ["a"], rates: () => [1], rateSeeds: [900], seeds: [1, 2], judge } as const;
  const entries = await judgeStage([{ ...contestant("found", "finalist"), rate: 4 }], setting);
  expect(entries![0]!.rate).toBe(4);
  expect(jobs).toHaveLength(2);
});

test("a stopped judge stops the stage", async () => {
  const judge: Judge = { score: async () => null };
  const setting = { stage: "larger", tasks: ["a"], rates: () => [1, 2], rateSeeds: [9], seeds: [1], judge } as const;
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
    expect(promote(entries).map(({ promoted }) => promoted)).toEqual([false, false, true, false]);
  });

  test("a lead within its standard error is no difference", () => {
    const entries = [bar, above(0.017, -0.016, 0.0005, 0.012, -0.011), above(-0.01, -0.01, -0.012, -0.01, -0.011)];
    expect(leadOf(entries[1]!, entries)!.value).toBeCloseTo(0.0005, 10);
    expect(promote(entries).map(({ promoted }) => promoted)).toEqual([false, false, false]);
    expect(leadOf(bar, entries)).toBeNull();
  });

  test("one seed promotes nothing, however large the lead", () => {
    expect(promote([entry("baseline", [0.5]), entry("finalist", [0.9])])[1]!.promoted).toBe(false);
  });
});
