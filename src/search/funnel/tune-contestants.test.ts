import { expect, test } from "vitest";
import { createRng } from "../../core/rng.ts";
import { genomeOf } from "../../program/genome-of.ts";
import { tuneNumbers } from "../../program/mutate/tune-numbers.ts";
import { parseProgram } from "../../program/parse.ts";
import { genomeText } from "../../program/program-of.ts";
import { finishedScore } from "../samples.ts";
import type { Judge, JudgeJob } from "./judge.ts";
import type { Contestant } from "./stage.ts";
import { tuneContestants } from "./tune-contestants.ts";

const momentum = (keep: number, rate: number) =>
  `def train(w, g, m, v, lr):\n  m = interp(g, m, ${keep})\n  v = cube(m)\n  lr = lr * ${rate}\n  update = m * lr\n  return update, m, v\n`;

/** The numbers of such a program. */
function numbersOf(program: string): { keep: number; rate: number } {
  const [keep, rate] = [...program.matchAll(/[ (]([\d.e+-]+)\)?$/gm)].map(([, text]) => Number(text));
  return { keep: keep!, rate: rate! };
}

/** Best at an average of 0.99 and a rate of 0.02; every seed has an effect of its own. */
function bowl() {
  const jobs: JudgeJob[] = [];
  const judge: Judge = {
    score: async (asked, onDone) => {
      jobs.push(...asked);
      onDone?.(asked.length);
      return asked.map(({ program, task, seed, rate }) => {
        const { keep, rate: own } = numbersOf(program);
        const miss = Math.log2((1 - keep) / 0.01) ** 2 + Math.log2((own * rate) / 0.02) ** 2;
        const score = 0.8 - 0.002 * miss + seed / 1e6;
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
  label: role,
  family: null,
  rate: 1,
});

const contestants = [contestant(momentum(0.9, 0.01), "baseline"), contestant(momentum(0.7, 0.0005), "reference")];

test("finds the numbers that score best, from near and, by the rates, from far", async () => {
  const { judge, jobs } = bowl();
  const told: [number, number][] = [];
  const records = await tuneContestants(contestants, {
    tasks: ["a"],
    seeds: [1, 2, 3],
    variants: 80,
    rates: ({ role }) => (role === "reference" ? [1, 8, 64] : [1]),
    judge,
    onDone: (done, total) => told.push([done, total]),
  });
  expect(records).toHaveLength(2);
  for (const [i, { before, after, variants, seeds }] of records!.entries()) {
    expect(before).toMatchObject({ program: contestants[i]!.program, rate: 1 });
    const { keep, rate } = numbersOf(after.program);
    expect(Math.abs(Math.log2((1 - keep) / 0.01))).toBeLessThan(0.5);
    expect(Math.abs(Math.log2((rate * after.rate) / 0.02))).toBeLessThan(0.5);
    expect(after.mean).toBeGreaterThan(before.mean + 0.01);
    expect([variants, seeds]).toEqual([80, 3]);
  }
  const most = (2 * 80 + 1 + 3) * 3;
  expect(jobs.length).toBeLessThan(most);
  expect(told.at(-1)).toEqual([most, most]);
  expect(told.every(([done], i) => i === 0 || done >= told[i - 1]![0])).toBe(true);
});

test("is a function of its arguments, ends when stopped, and leaves a program without numbers alone", async () => {
  const setting = { tasks: ["a"], seeds: [1], variants: 8, rates: () => [1], judge: bowl().judge };
  expect(await tuneContestants(contestants, setting)).toEqual(await tuneContestants(contestants, setting));
  const stopped: Judge = { score: async () => null };
  expect(await tuneContestants(contestants, { ...setting, judge: stopped })).toBeNull();
  const plain = contestant("def train(w, g, lr):\n  update = g * lr\n  return update\n", "baseline");
  const same: Judge = {
    score: async (jobs) => jobs.map((job) => finishedScore(job, 0.5)),
  };
  const [record] = (await tuneContestants([plain], { ...setting, judge: same }))!;
  expect(record!.after).toEqual(record!.before);
});

test("numbers of dead statements stay; averages stay averages", () => {
  const text =
    "def train(w, g, m, v, lr):\n  v = g * 3\n  m = interp(g, m, 0.9)\n  lr = lr * 0.01\n  update = m * lr\n  return update, m, v\n";
  const genome = genomeOf(parseProgram(text), text);
  const rng = createRng(1, "test");
  for (let i = 0; i < 500; i++) {
    const varied = genomeText(tuneNumbers(genome, rng, 1)!.child);
    expect(varied).not.toBe(genomeText(genome));
    expect(varied).toContain("g * 3");
    const keep = Number(/interp\(g, m, ([\d.e-]+)\)/.exec(varied)![1]);
    expect(keep).toBeGreaterThanOrEqual(0);
    expect(keep).toBeLessThan(1);
  }
});
