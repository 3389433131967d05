import { expect, test } from "vitest";
import { parseStudy } from "../../study/read.ts";
import type { Judge, JudgeJob } from "../funnel/judge.ts";
import { finishedScore } from "../samples.ts";
import { evaluationsOf, measureRule, type RuleProtocol, usualProtocol } from "./measure-rule.ts";
import { referenceRules } from "./reference-rules.ts";
import { allSuites, candidateSuites, drawSeeds } from "./suite.ts";
import { suiteJudge } from "./suite-judge.ts";

const [rule] = referenceRules(
  parseStudy(
    "name: x\ndata: { name: fashion-mnist }\nmodel: fashion-cnn\ntraining: { epochs: 1 }\ntuning: { trials: 2 }\noptimizers: [lion]",
  ),
);
const protocol: RuleProtocol = {
  ...usualProtocol,
  ...{ rates: [1, 10], rounds: 20, perRound: 4, tuningDraws: [0, 1], freshDraws: [5, 6, 7] },
};

/** Scores runs by the decay alone, which Lion's program holds as a number: best at 2, and a little by the seed. */
function decayJudge(asked: JudgeJob[]): Judge {
  return {
    score: async (jobs) => {
      asked.push(...jobs);
      return jobs.map((job) => {
        const decay = Number(/([\d.e-]+) \* w/.exec(job.program)![1]);
        return finishedScore(job, 0.5 - 0.1 * Math.abs(Math.log2(decay / 2)) + job.seed / 1e4);
      });
    },
  };
}

test("a rule is tuned on some draws and judged on others, each with seeds of its own", async () => {
  const asked: JudgeJob[] = [];
  const suite = {
    name: "pair",
    tasks: [
      { name: "mlp", seeds: [0, 1, 2] },
      { name: "cnn", seeds: [9] },
    ],
  };
  const found = await measureRule(rule!, { judge: suiteJudge(suite, decayJudge(asked)), suite: "pair", protocol });
  expect(found!.settings).toMatchObject({ beta1: expect.any(Number), beta2: expect.any(Number) });
  expect(Number(found!.settings.decay)).toBeCloseTo(2, 1);
  const fresh = asked.slice(-12);
  expect(fresh.slice(0, 4).map(({ task, seed }) => `${task} ${seed}`)).toEqual(["mlp 15", "mlp 16", "mlp 17", "cnn 5"]);
  expect(found!.scores[1]! - found!.scores[0]!).toBeCloseTo((3 + 3 + 3 + 1) / 4e4, 12);
  expect(found!.scores).toHaveLength(3);
  expect(asked.length).toBeLessThanOrEqual(4 * evaluationsOf(protocol));
});

test("a program that fails one run of a suite scores 0, and a stopped judge ends it", async () => {
  const failing: Judge = {
    score: async (jobs) =>
      jobs.map((job) => ({ ...finishedScore(job, 0.7), status: job.task === "cnn" ? "diverged" : "finished" })),
  };
  const suite = {
    name: "pair",
    tasks: [
      { name: "mlp", seeds: [0] },
      { name: "cnn", seeds: [0] },
    ],
  };
  const [score] = (await suiteJudge(suite, failing).score([{ program: "p", task: "pair", seed: 1, rate: 1 }])) ?? [];
  expect(score).toMatchObject({ task: "pair", seed: 1, status: "diverged", score: 0 });
  const stopped: Judge = { score: async () => null };
  expect(await measureRule(rule!, { judge: suiteJudge(suite, stopped), suite: "pair", protocol })).toBeNull();
});

test("suites are the proxies alone, the candidates and those of the presets; draws share no seeds", async () => {
  const suites = await allSuites();
  const names = suites.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(["mlp", "cnn-b16", "mlp-scaled+cnn-b16", "preset:rediscover"]));
  const { tasks } = candidateSuites[0]!;
  const { tuningDraws, freshDraws } = usualProtocol;
  const seeds = [...tuningDraws, ...freshDraws].flatMap((draw) => drawSeeds(tasks[0]!, draw));
  expect(new Set(seeds).size).toBe(3 * 19);
});
