import { expect, test } from "vitest";
import type { EvaluationRecord, ProxyScore } from "../../records/search-records.ts";
import type { Judge } from "./judge.ts";
import { metaValidate } from "./meta-validation.ts";

const evaluation = (number: number, fitness: number) =>
  ({ number, fitness, identity: `id${number}`, program: String(number) }) as EvaluationRecord;

const judge: Judge = {
  score: async (jobs) =>
    jobs.map(({ program, task, seed }): ProxyScore => {
      const score = Number(program) / 10 + seed / 100;
      return { task, seed, status: "finished", score, validationLoss: 1, stepsSurvived: 1, curve: [] };
    }),
};

test("each program that was best for a while gets its mean over tasks and seeds; known ones are left out", async () => {
  const evaluations = [evaluation(0, 0.5), evaluation(1, 0.4), evaluation(2, 0.6), evaluation(3, 0.7)];
  const setting = { search: "s", tasks: ["a", "b"], seeds: [1, 3], judge, known: new Set(["id2"]) };
  expect(await metaValidate(evaluations, setting)).toEqual([
    { search: "s", evaluations: 1, identity: "id0", fitness: 0.5, metaFitness: expect.closeTo(0.02, 12) },
    { search: "s", evaluations: 4, identity: "id3", fitness: 0.7, metaFitness: expect.closeTo(0.32, 12) },
  ]);
});
