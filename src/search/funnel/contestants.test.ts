import { expect, test } from "vitest";
import type { EvaluationRecord } from "../../records/search-records.ts";
import { chooseContestants, chooseFinalists, type SearchArchive, tunedContestants } from "./contestants.ts";

const program = (...lines: string[]) =>
  `def train(w, g, m, v, lr):\n${[...lines, "return update, m, v"].map((line) => `  ${line}\n`).join("")}`;
const sgd = program("update = g * lr");
const slow = program("lr = lr * 0.5", "update = g * lr");
const slower = program("lr = lr * 0.25", "update = g * lr");
const sgdOtherwise = program("x = g * 1", "update = x * lr");
const sign = program("s = sign(g)", "update = s * lr");

const archive = (method: SearchArchive["method"], members: readonly [string, number][]): SearchArchive => ({
  key: `${method} ${members.length}`,
  method,
  evaluations: members.map(([text, fitness], number) => {
    const record = { number, identity: `${method} ${number}`, program: text, length: 3, fitness, status: "finished" };
    return record as EvaluationRecord;
  }),
});

test("finalists differ in more than numbers, and in behaviour; the best of each search comes first", () => {
  const archives = [
    archive("evolution", [
      [sgd, 0.5],
      [slow, 0.8],
      [slower, 0.7],
      [sgdOtherwise, 0.6],
    ]),
    archive("evolution", [[sign, 0.55]]),
    archive("random", [[sign, 0.9]]),
  ];
  expect(chooseFinalists(archives, 5).map(({ program: text }) => text)).toEqual([slow, sign, sgdOtherwise]);
  expect(chooseFinalists(archives, 1)).toHaveLength(1);
});

test("the best of each family of a hall of fame enters before relatives of the best", () => {
  const worded = (fitness: number, ...lines: string[]) => ({ text: program(...lines), fitness, lines: lines.length });
  const adam = ["v = interp(square(g), v, 0.9)", "m = interp(g, m, 0.8)", "update = m / sqrt(v)"];
  const signum = ["m = interp(g, m, 0.8)", "update = sign(m)"];
  const programs = [
    worded(0.7, ...adam, "update = update * lr"),
    worded(0.72, ...adam, "update = update + cube(g)", "update = update * lr"),
    worded(0.74, ...adam, "update = update + cube(g)", "update = update + cos(g)", "update = update * lr"),
    worded(0.7, ...signum, "update = update + cos(g)", "update = update * lr"),
    worded(0.72, ...signum, "x = sin(g)", "y = x * lr", "update = update * lr"),
    worded(0.6, "update = g * lr"),
  ];
  const evaluations = programs.map(({ text, fitness, lines }, number) => {
    const record = { number, identity: `${number}`, program: text, length: lines, fitness, status: "finished" };
    return record as EvaluationRecord;
  });
  const chosen = chooseFinalists([{ key: "0", method: "evolution", evaluations }], 3);
  // 4 is in no hall of fame, as 1 is shorter and as good; 5 is, but too far below the best.
  expect(chosen.map(({ identity }) => identity)).toEqual(["2", "4", "0"]);
});

test("tuned contestants have the numbers that were best for them", () => {
  const [bar] = chooseContestants([archive("constants", [[sgd, 0.5]])], {
    finalists: 1,
    references: [],
    seedLabel: "SGD",
  });
  const after = { program: slow, rate: 2, mean: 0.6 };
  const record = { identity: bar!.identity, label: "", before: after, after, variants: 4, seeds: 2 };
  expect(tunedContestants([bar!], [{ ...record, role: "baseline" }])).toEqual([
    { ...bar, program: slow, rate: 2, family: expect.stringContaining("0.5") },
  ]);
  expect(tunedContestants([bar!], [{ ...record, role: "finalist" }])).toEqual([bar]);
});

test("the bar is the best of the constants searches, and references stand beside", () => {
  const setting = { finalists: 5, references: ["lion"], seedLabel: "SGD" };
  const evolved = archive("evolution", [[sign, 0.9]]);
  const tuned = [
    evolved,
    archive("constants", [
      [sgd, 0.5],
      [slow, 0.8],
    ]),
  ];
  expect(chooseContestants(tuned, setting).map(({ role, label }) => [role, label])).toEqual([
    ["baseline", "tuned SGD"],
    ["finalist", "finalist 1"],
    ["reference", "lion"],
  ]);
  const [bar] = chooseContestants(
    [
      archive("evolution", [
        [sgd, 0.5],
        [sign, 0.9],
      ]),
    ],
    setting,
  );
  expect(bar).toMatchObject({ role: "baseline", label: "SGD, not tuned", program: sgd });
});
