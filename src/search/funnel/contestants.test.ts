import { expect, test } from "vitest";
import type { EvaluationRecord } from "../../records/search-records.ts";
import { chooseContestants, chooseFinalists, type SearchArchive } from "./contestants.ts";

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

test("the bar is the best of the constants searches, and references stand beside", () => {
  const setting = { finalists: 5, references: ["lion"], seedLabel: "SGD", familyOf: () => null };
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
