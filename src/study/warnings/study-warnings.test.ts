import { expect, test } from "vitest";
import type { TrialRecord } from "../../records/records.ts";
import { sampleEpoch, sampleResult } from "../../records/samples.ts";
import type { PlannedTrial } from "../../records/storage.ts";
import { planStudy } from "../plan.ts";
import { parseStudy } from "../read.ts";
import { Asked } from "../source.ts";
import { studyWarnings } from "./study-warnings.ts";

const command = "npx lionlab compare x.yaml";

/** Warnings of a study whose trials reach these accuracies; null: it diverges. */
function warnings(file: object, accuracyOf: (trial: PlannedTrial["config"]) => number | null) {
  const config = parseStudy(
    JSON.stringify({
      name: "x",
      data: { name: "fashion-mnist" },
      model: "fashion-cnn",
      training: { epochs: 2 },
      ...file,
    }),
  );
  const asked = new Asked(planStudy(config, { fingerprint: "f", command }).source());
  const best = (accuracy: number) => ({ ...sampleEpoch(1).record, validationAccuracy: accuracy });
  const resultOf = (accuracy: number | null) =>
    accuracy === null
      ? { ...sampleResult(0), status: "diverged" as const, bestEpoch: null, test: null }
      : sampleResult(1);
  asked.advance((trial) => {
    const accuracy = accuracyOf(trial.config);
    return { trial, result: resultOf(accuracy), best: accuracy === null ? null : best(accuracy) };
  });
  const trials = asked.given.map(({ key, config: trial }): TrialRecord => {
    const accuracy = accuracyOf(trial);
    const result = resultOf(accuracy);
    return {
      key,
      config: trial,
      state: result.status,
      epochs: accuracy === null ? [] : [best(accuracy)],
      timings: [],
      result,
      failure: null,
    };
  });
  return studyWarnings({ config, command, trials });
}

const tuned = { tuning: { trials: 8 }, evaluation: { seeds: 10 } };
const peak = (lr: number, at: number) => 0.9 - 0.01 * Math.log10(lr / at) ** 2;

test("a fair study whose winners lie inside has no warning", () => {
  const found = warnings({ ...tuned, optimizers: ["lion", "adamw"] }, ({ optimizer, lr }) =>
    optimizer.name === "lion" ? peak(lr, 1e-4) : peak(lr, 1e-3),
  );
  expect(found).toEqual([]);
});

test("the best at the border of its space: a command that looks around it can be pasted", () => {
  const found = warnings(
    {
      ...tuned,
      optimizers: [
        { name: "lion", lr: { from: 1e-5, to: 1e-3, scale: "log" }, beta1: 0.9, beta2: 0.99, decay: 0.1 },
        "sgd",
      ],
      tuning: { sampler: "grid", trials: 5 },
    },
    ({ optimizer, lr }) => (optimizer.name === "lion" ? lr : peak(lr, 0.01)),
  );
  const border = found.find(({ code }) => code === "border")!;
  expect(border.sentence).toBe(
    "The best lr of lion, 0.001, lies at the upper end of what was tried: a better one may lie beyond.",
  );
  expect(border.command).toBe(`${command} --set 'optimizers.lion.lr={ centre: 0.001, decades: 2 }'`);
  const set = /--set '(.*)'$/.exec(border.command!)![1]!;
  const again = parseStudy(
    JSON.stringify({
      name: "x",
      data: { name: "fashion-mnist" },
      model: "fashion-cnn",
      training: { epochs: 2 },
      ...tuned,
      optimizers: ["lion"],
    }),
    { overrides: { set: [set] } },
  );
  expect(again.optimizers[0]?.spaces).toEqual({ lr: { centre: 0.001, decades: 2 } });
});

test("the best of all random rates with much of the space untried beyond it: told, unlike where others were tried there", () => {
  const study = { ...tuned, optimizers: ["lion", "sgd"], tuning: { sampler: "random", trials: 16 } };
  const border = warnings(study, ({ optimizer, lr }) => (optimizer.name === "lion" ? lr : peak(lr, 0.01))).filter(
    ({ code, about }) => code === "border" && about === "lion",
  );
  expect(border.map(({ sentence }) => sentence)).toContain(
    "The best lr of lion, 0.000499, is the highest of 16 tried, and 27 % of its range lies untried beyond: a better one may lie there.",
  );
  expect(border.find(({ sentence }) => sentence.includes("lr"))!.command).toBe(
    `${command} --set 'optimizers.lion.lr={ centre: 0.000499, decades: 3 }'`,
  );
  const inside = warnings(study, ({ optimizer, lr }) => peak(lr, optimizer.name === "lion" ? 1e-4 : 0.01));
  expect(inside.filter(({ sentence }) => /best lr/.test(sentence))).toEqual([]);
});

test("of a single point nothing is said of what lies to either side", () => {
  const found = warnings({ ...tuned, optimizers: ["lion", "sgd"], tuning: { trials: 1 } }, () => 0.9);
  expect(found.filter(({ code }) => code === "border")).toEqual([]);
});

test("a label that no path can hold is named by its position", () => {
  const entry = { name: "adam", label: "Adam v1.0", lr: [0.001, 0.01, 0.1] };
  const [border] = warnings({ seeds: 10, optimizers: ["lion", entry], lr: 1e-4 }, ({ lr }) => lr).filter(
    ({ code }) => code === "border",
  );
  expect(border?.command).toBe(`${command} --set 'optimizers.1.lr=[0.001, 0.01, 0.1, 1]'`);
});

test("a plain grid: the list with a further rate; lists of two have no middle and are not warned of", () => {
  const grid = (lr: readonly number[]) =>
    warnings({ seeds: 10, optimizers: [{ name: "adam", lr }] }, (trial) => -trial.lr / 10 + 1).filter(
      ({ code }) => code === "border",
    );
  expect(grid([0.01, 0.001, 0.1])).toMatchObject([
    { command: `${command} --set 'optimizers.adam.lr=[0.0001, 0.001, 0.01, 0.1]'` },
  ]);
  expect(grid([0.01, 0.1])).toEqual([]);
});

test("a special case that beats what contains it, with too few seeds and other budgets, is told", () => {
  const found = warnings(
    {
      seeds: 2,
      optimizers: [
        { name: "sgd", lr: [0.01, 0.1, 1] },
        { name: "adam", lr: 0.001 },
      ],
    },
    ({ optimizer, lr }) => (optimizer.name === "sgd" ? peak(lr, 0.1) : 0.8),
  );
  expect(found.map(({ code }) => code)).toEqual(["few-seeds", "special-case", "budgets", "uneven-tuning"]);
  expect(found[0]).toMatchObject({
    sentence:
      "No difference can be shown with 2 seeds: with 6 every two of 2 optimizers could be told apart, seed by seed.",
    command: `${command} --seeds 6`,
  });
  expect(found[1]?.sentence).toContain("sgd beats adam on validation, though adam contains it (with a large epsilon)");
  expect(found[2]?.sentence).toContain("sgd was tried at 3 points, adam at 1");
  expect(found[3]?.sentence).toBe("lr of sgd was tuned, but lr of adam was not: the comparison favours sgd.");
});

test("momentum that was fixed while a rival's betas were tuned, and two that diverge at their centres, are told", () => {
  const found = warnings(
    { ...tuned, optimizers: [{ name: "sgd", momentum: 0.9 }, "adamw", "lion"] },
    ({ optimizer, lr }) => (optimizer.name !== "lion" && (lr === 0.01 || lr === 0.001) ? null : 0.5),
  );
  expect(found.find(({ code }) => code === "uneven-tuning")?.sentence).toContain(
    "beta1, beta2 of adamw was tuned, but momentum of sgd was not",
  );
  expect(found.find(({ code }) => code === "diverged-at-centre")?.sentence).toContain(
    "sgd, adamw diverged at the centres",
  );
});
