import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRng } from "../core/rng.ts";
import { trialKey } from "../records/identity.ts";
import type { EpochRecord } from "../records/records.ts";
import { sampleEpoch, sampleResult } from "../records/samples.ts";
import type { PlannedTrial } from "../records/storage.ts";
import { planStudy } from "./plan.ts";
import { parseStudy } from "./read.ts";
import { Asked, type SeenTrial } from "./source.ts";

const options = { fingerprint: "0".repeat(64), command: "c" };

function plan(more: object) {
  return planStudy(
    parseStudy(
      JSON.stringify({
        name: "x",
        data: { name: "fashion-mnist" },
        model: "fashion-cnn",
        training: { epochs: 2 },
        tuning: { trials: 4 },
        evaluation: { seeds: 2 },
        optimizers: ["lion", "adamw"],
        ...more,
      }),
    ),
    options,
  );
}

/** A trial with an accuracy; null: it diverged. */
function seen(trial: PlannedTrial, accuracy: number | null): SeenTrial {
  const best: EpochRecord = { ...sampleEpoch(1).record, validationAccuracy: accuracy ?? 0 };
  const result = sampleResult(1);
  return accuracy === null
    ? { trial, result: { ...result, status: "diverged", test: null }, best: null }
    : { trial, result, best };
}

/** Every trial of a study whose trials do as told. */
function grown(more: object, accuracyOf: (trial: PlannedTrial) => number | null) {
  const planned = plan(more);
  const asked = new Asked(planned.source());
  asked.advance((trial) => seen(trial, accuracyOf(trial)));
  return { planned, trials: asked.given };
}

const facts = ({ config: { optimizer, lr, seed, test: read } }: PlannedTrial) => [
  optimizer.label,
  lr,
  seed,
  read ?? "read",
];

describe("a study that tunes, then judges", () => {
  test("tunes every optimizer on the tuning seeds without the test set, in turn, from the centre", () => {
    const { study, trials } = plan({ tuning: { trials: 3, seeds: 2 } });
    expect(study.trialKeys).toEqual(trials.map(({ config }) => trialKey(config)));
    expect(trials).toHaveLength(12);
    expect(trials.slice(0, 4).map(facts)).toEqual([
      ["lion", 1e-4, 0, "never"],
      ["adamw", 1e-3, 0, "never"],
      ["lion", 1e-4, 1, "never"],
      ["adamw", 1e-3, 1, "never"],
    ]);
    // the same places of spaces that are equally wide
    const rates = (label: string) =>
      trials.flatMap(({ config }) => (config.optimizer.label === label ? [config.lr] : []));
    rates("lion").forEach((rate, i) => {
      expect(rates("adamw")[i]! / rate).toBeCloseTo(10, 0);
    });
    expect(trials.map(({ config }) => config.optimizer.hyperparameters.decay)).toContain(0.1);
  });

  test("judges the winner of each by validation, on fresh seeds, with the test set", () => {
    const best = (trials: readonly PlannedTrial[], label: string) =>
      trials.filter(({ config }) => config.optimizer.label === label && config.test === "never")[2]!;
    const known = plan({}).trials;
    const { planned, trials } = grown({}, (trial) =>
      [best(known, "lion").key, best(known, "adamw").key].includes(trial.key) ? 0.9 : 0.5,
    );
    expect(trials.slice(0, 8)).toEqual(known);
    expect(trials.slice(8).map(facts)).toEqual(
      [1000, 1001].flatMap((seed) =>
        ["lion", "adamw"].map((label) => [label, best(known, label).config.lr, seed, "read"]),
      ),
    );
    const { test: _, seed: __, ...tuned } = best(known, "lion").config;
    const { seed: ___, ...judged } = trials[8]!.config;
    expect(judged).toEqual(tuned);
    expect(planned.outline).toHaveLength(trials.length);
  });

  test("of equals the first tried wins; a point is judged over all its seeds, and one that diverged on a seed is last", () => {
    const two = { tuning: { trials: 3, seeds: 2 } };
    const rate = (accuracyOf: (index: number, seed: number) => number | null) => {
      const known = plan(two).trials.filter(({ config }) => config.optimizer.label === "lion");
      const rates = [...new Set(known.map(({ config }) => config.lr))];
      const { trials } = grown(two, ({ config }) => accuracyOf(rates.indexOf(config.lr), config.seed));
      return rates.indexOf(trials.find(({ config }) => config.test !== "never")!.config.lr);
    };
    expect(rate(() => 0.5)).toBe(0);
    expect(rate((index, seed) => (index === 1 ? (seed === 0 ? 0.9 : 0.2) : 0.6))).toBe(0);
    expect(rate((index, seed) => (index === 2 ? (seed === 0 ? 0.9 : 0.4) : 0.6))).toBe(2);
    expect(rate((index, seed) => (index === 0 ? (seed === 0 ? null : 0.9) : 0.1 * index))).toBe(2);
    expect(rate(() => null)).toBe(0);
  });

  test("an optimizer that was added, or a rival's space, changes none of the trials of another", () => {
    const keys = (optimizers: readonly unknown[]) =>
      plan({ optimizers }).trials.flatMap(({ key, config }) => (config.optimizer.label === "lion" ? [key] : []));
    expect(keys(["lion", "sgd", { name: "adamw", lr: { centre: 0.01, decades: 1 } }])).toEqual(keys(["lion"]));
  });

  test("a budget of epochs is as many whole trials; the grid lists rates and hyperparameters", () => {
    expect(plan({ tuning: { epochs: 7 } }).trials).toHaveLength(2 * 3);
    const grid = plan({
      tuning: { sampler: "grid", trials: 3 },
      optimizers: ["adam", { name: "sgd", lr: [0.1, 1], momentum: [0, 0.9] }],
    });
    expect(
      grid.trials.map(({ config }) => [config.optimizer.label, config.lr, config.optimizer.hyperparameters.momentum]),
    ).toEqual([
      ["adam", 0.001, undefined],
      ["sgd", 0.1, 0],
      ["adam", 3.16e-5, undefined],
      ["sgd", 0.1, 0.9],
      ["adam", 0.0316, undefined],
      ["sgd", 1, 0],
      ["sgd", 1, 0.9],
    ]);
    expect(grid.outline).toHaveLength(7 + 4);
  });

  test("what no trial could run is refused at once: an end of a space, a listed value, a rate nobody knows, one optimizer twice", () => {
    const refusal = (optimizers: readonly unknown[]) => () => plan({ optimizers });
    expect(refusal([{ name: "sgd", momentum: { from: 0.5, to: 1.5, scale: "linear" } }])).toThrow(
      "momentum of sgd must be",
    );
    expect(refusal([{ name: "sgd", momentum: [0.9, 1.5] }])).toThrow("momentum of sgd must be");
    expect(refusal([{ name: "sgd", momentun: { centre: 0.9 } }])).toThrow("no hyperparameter");
    expect(refusal([{ name: "sgd", lr: { from: 0, to: 1, scale: "log" } }])).toThrow("needs ends above 0");
    expect(refusal([{ name: "sgd", momentum: { centre: 1 } }])).toThrow("its centre must be");
    const file = join(mkdtempSync(join(tmpdir(), "lionlab-tuned-")), "mine.txt");
    writeFileSync(file, "state m = zeros\nm = lerp(g, m, beta)\nw = w - lr * sign(m)\n");
    expect(refusal([{ name: file, beta: 0.9 }])).toThrow("lr: { centre: 0.001, decades: 3 }");
    expect(plan({ optimizers: [{ name: file, beta: 0.9, lr: { centre: 1e-4 } }] }).trials[0]!.config.lr).toBe(1e-4);
    expect(refusal(["adam", { name: "adam", label: "again" }])).toThrow("are one optimizer");
  });
});

describe("a budget of minutes", () => {
  const minutes = { tuning: { sampler: "random", minutes: 2 }, evaluation: { seeds: 2 } };
  const tuningOf = (trials: readonly PlannedTrial[], label: string) =>
    trials.filter(({ config }) => config.optimizer.label === label && config.test === "never");

  /** Trials whose recorded times are told; those of `held` have no result yet. */
  function timed(more: object, secondsOf: (trial: PlannedTrial) => number, held: ReadonlySet<string> = new Set()) {
    const planned = plan(more);
    const asked = new Asked(planned.source());
    const resultOf = (trial: PlannedTrial) =>
      held.has(trial.key) ? undefined : { ...seen(trial, 0.5), trainSeconds: secondsOf(trial) };
    asked.advance(resultOf);
    return { planned, asked, trials: asked.given };
  }

  test("an optimizer tries points while its recorded training takes less, each by its own", () => {
    const { trials } = timed(minutes, ({ config }) => (config.optimizer.label === "lion" ? 10 : 30));
    expect([tuningOf(trials, "lion").length, tuningOf(trials, "adamw").length]).toEqual([12, 4]);
    expect(trials.filter(({ config }) => config.test !== "never")).toHaveLength(4);
    const known = plan({ tuning: { sampler: "random", trials: 12 }, evaluation: { seeds: 2 } }).trials;
    expect(tuningOf(trials, "lion")).toEqual(tuningOf(known, "lion")); // the same points as of a budget of trials
  });

  test("what is spent misses the budget by half a point at most where points take alike, and a point counts all its seeds", () => {
    for (const seconds of [7, 11, 50, 100, 170, 1000]) {
      const { trials } = timed({ ...minutes, optimizers: ["lion"] }, () => seconds);
      const points = tuningOf(trials, "lion").length;
      expect(points).toBe(Math.max(1, Math.round(120 / seconds)));
    }
    const two = { ...minutes, tuning: { ...minutes.tuning, seeds: 2 }, optimizers: ["lion"] };
    expect(tuningOf(timed(two, () => 10).trials, "lion")).toHaveLength(12);
  });

  test("one point at first, then a few under way, until times are known", () => {
    const { trials, asked } = timed({ ...minutes, optimizers: ["lion"] }, () => 10, new Set());
    expect(plan({ ...minutes, optimizers: ["lion"] }).trials).toHaveLength(1);
    const held = new Set(trials.slice(1).map(({ key }) => key));
    expect(timed({ ...minutes, optimizers: ["lion"] }, () => 10, held).trials).toHaveLength(5);
    expect(asked.over).toBe(true);
  });

  test("the same records give the same trials, in whatever order they come", () => {
    const secondsOf = ({ config }: PlannedTrial): number => 5 + (Math.round(config.lr * 1e7) % 23);
    for (const sampler of ["random", "quasi-random", "tpe", "coordinate"]) {
      const study = { ...minutes, tuning: { sampler, minutes: 2 } };
      const expected = timed(study, secondsOf).trials;
      const rng = createRng(1, "arrivals");
      const asked = new Asked(plan(study).source());
      const ended = new Set<PlannedTrial>();
      const resultOf = (trial: PlannedTrial) =>
        ended.has(trial) ? { ...seen(trial, 0.5), trainSeconds: secondsOf(trial) } : undefined;
      asked.advance(resultOf);
      while (ended.size < asked.given.length) {
        const open = asked.given.filter((trial) => !ended.has(trial));
        ended.add(open[rng.below(open.length)]!);
        asked.advance(resultOf);
      }
      expect(asked.given).toEqual(expected);
    }
  });

  test("samplers that lay all trials out refuse it, and no study has two budgets", () => {
    const tuned = (tuning: object) => () => plan({ tuning, evaluation: { seeds: 2 } });
    for (const sampler of ["halving", "hyperband", "grid"])
      expect(tuned({ sampler, minutes: 5 })).toThrow(
        `\`${sampler}\` lays its trials out before the first, so no time can end it; choose random, quasi-random, coordinate, tpe`,
      );
    expect(tuned({ trials: 4, minutes: 5 })).toThrow("a budget is said once, as `trials`, as `epochs` or as `minutes`");
  });
});
