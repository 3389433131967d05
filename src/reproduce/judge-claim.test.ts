/**
 * Verdicts on made-up records, one of each kind.
 */
import { describe, expect, it } from "vitest";
import { around, judgedStudy } from "../../test/report/judged-study.ts";
import { type StudyView, viewStudy } from "../report/study-view.ts";
import { standardDeviation } from "../stats/mean-interval.ts";
import { seedsNeeded } from "../stats/seeds-needed.ts";
import { buildReproduction } from "./build-reproduction.ts";
import type { Claim, Experiment, Size } from "./experiment.ts";
import { judgeClaim } from "./judge-claim.ts";

const beats: Claim = { kind: "beats", study: "s", first: "lion", second: "adam" };
const reaches: Claim = { kind: "reaches", study: "s", optimizer: "lion", accuracy: 0.9 };

function viewOf(accuracies: Parameters<typeof judgedStudy>[0]): StudyView {
  const { study, trials } = judgedStudy(accuracies);
  return viewStudy(study, trials, study.command);
}

function judged(claim: Claim, accuracies: Parameters<typeof judgedStudy>[0] | null, size: Size = "full") {
  return judgeClaim(claim, { view: accuracies === null ? null : viewOf(accuracies), size });
}

/** `n` accuracies about `base` that go up and down by `step`. */
function wavering(base: number, step: number, n: number): readonly number[] {
  return Array.from({ length: n }, (_, i) => base + (i % 2 === 0 ? step : -step) + i * 1e-5);
}

describe("a beats b", () => {
  it("holds where the test finds it", () => {
    const { verdict, p, takes, figures } = judged(beats, { lion: around(0.92, 8), adam: around(0.9, 8) });
    expect([verdict, takes]).toEqual(["holds", null]);
    expect(p).toBeCloseTo(2 ** -7, 10); // all of 8 pairs, two-sided
    expect(figures).toContain("lion 92.");
    expect(figures).toContain("+2.00 points, p = 0.008 after correction for 1 pair");
  });

  it("does not hold where the test finds the contrary, whichever stands first in the study", () => {
    expect(judged(beats, { lion: around(0.88, 8), adam: around(0.9, 8) }).verdict).toBe("does not hold");
    const swapped = judged(beats, { adam: around(0.9, 8), lion: around(0.88, 8) });
    expect(swapped.verdict).toBe("does not hold");
    expect(swapped.figures).toContain("−2.00 points");
  });

  it("is not decided where the test finds nothing, and says the seeds of the power functions", () => {
    const [lion, adam] = [wavering(0.903, 0.01, 8), [...wavering(0.9, 0.01, 8)].reverse()];
    const { verdict, seedsToDecide, takes, p } = judged(beats, { lion, adam });
    expect(verdict).toBe("not decided here");
    expect(p).toBeGreaterThan(0.05);
    const apart = standardDeviation(lion.map((value, i) => value - adam[i]!));
    const wanted = seedsNeeded(0.003 / apart, { design: "paired", comparisons: 1, alpha: 0.05, power: 0.8 }).seeds;
    expect(seedsToDecide).toBe(wanted);
    expect(takes).toContain(`About ${wanted} seeds of each`);
  });

  it("is not decided by too few seeds, however far apart", () => {
    const two = judged(beats, { lion: [0.92, 0.921], adam: [0.9, 0.901] });
    expect(two.verdict).toBe("not decided here");
    expect(two.figures).toContain("too few seeds for a test");
    const one = judged(beats, { lion: [0.92], adam: [0.9] });
    expect([one.verdict, one.seedsToDecide]).toEqual(["not decided here", null]);
    expect(one.takes).toContain("At least 6 seeds of each");
  });

  it("counts diverged runs against an optimizer, and does not reckon seeds with them", () => {
    const lost = judged(beats, { lion: around(0.92, 8), adam: [0.9, null, null, null, null, null, null, null] });
    expect(lost.verdict).toBe("holds");
    expect(lost.figures).toContain("7 diverged");
    const some = judged(beats, { lion: [null, ...wavering(0.91, 0.01, 7)], adam: wavering(0.9, 0.01, 8) });
    expect([some.verdict, some.seedsToDecide]).toEqual(["not decided here", null]);
  });

  it("is not decided by a study that is not finished, or has not begun, or lacks one", () => {
    const { verdict, figures, takes } = judged(beats, { lion: around(0.92, 9), adam: around(0.9, 8) });
    expect([verdict, figures]).toEqual(["not decided here", "17 of 18 trials have ended."]);
    expect(takes).toBe("That the study is run to its end.");
    expect(judged(beats, null).figures).toBe("The study has not been run.");
    expect(judged(beats, { lion: around(0.9, 8), sgd: around(0.8, 8) }).figures).toBe("The study has no adam.");
  });
});

describe("a reaches x", () => {
  it("goes by a one-sided test over seeds in the published setting", () => {
    expect(judged(reaches, { lion: around(0.91, 5), adam: around(0.9, 5) }).verdict).toBe("holds");
    expect(judged(reaches, { lion: around(0.88, 5), adam: around(0.9, 5) }).verdict).toBe("does not hold");
    const open = judged(reaches, { lion: wavering(0.902, 0.01, 6), adam: around(0.9, 6) });
    expect(open.verdict).toBe("not decided here");
    expect(open.seedsToDecide).toBeGreaterThan(6);
  });

  it("is never decided by one seed, nor in the small setting", () => {
    expect(judged(reaches, { lion: [0.99], adam: [0.9] }).takes).toBe("At least 2 seeds, for a spread.");
    const small = judged(reaches, { lion: around(0.99, 8), adam: around(0.9, 8) }, "small");
    expect([small.verdict, small.takes]).toEqual(["not decided here", "The published setting: --full."]);
  });
});

describe("the bound of the decay", () => {
  const bound: Claim = { kind: "bound", study: "s", optimizer: "lion" };
  /** Verdict where each epoch of two runs has a point at this distance, 0.5 being promised. */
  const verdictAt = (distance: number | null) => {
    const { study, trials } = judgedStudy({ lion: around(0.9, 2) });
    const point = { step: 25, largest: 1, outside: 0, border: 0, distance, promised: 0.5, rounding: 0 };
    const followed = trials.map((trial) => ({
      ...trial,
      epochs: trial.epochs.map((epoch) => ({ ...epoch, bounds: [point] })),
    }));
    return judgeClaim(bound, { view: viewStudy(study, followed, study.command), size: "small" });
  };

  it("holds where every point kept its promise, and does not where one broke it", () => {
    expect(verdictAt(0.5)).toMatchObject({ verdict: "holds", p: null });
    expect(verdictAt(0.5).figures).toMatch(/^lion: held at (\d+) of \1 points of 2 runs$/);
    expect(verdictAt(0.6)).toMatchObject({
      verdict: "does not hold",
      figures: expect.stringContaining("held at 0 of"),
    });
  });

  it("is not decided where nobody followed the weights", () => {
    expect(verdictAt(null)).toMatchObject({ verdict: "not decided here", takes: "A study with certifyEvery." });
    expect(judged(bound, { lion: around(0.9, 2) }).verdict).toBe("not decided here");
  });
});

it("the document has ours beside the published, and a verdict with its figures for each claim", () => {
  const size = { about: "As it is.", studies: [{ id: "s", preset: "quickstart" }] };
  const experiment: Experiment = {
    name: "made-up",
    about: "Lion against Adam.",
    published: "Two figures.",
    sizes: { small: size, full: size },
    figures: [
      { study: "s", optimizer: "lion", accuracy: 0.9, runs: 1 },
      { study: "s", optimizer: "muon", accuracy: 0.8, runs: null },
    ],
    claims: [beats, reaches],
  };
  const views = new Map([["s", viewOf({ lion: around(0.92, 8), adam: around(0.9, 8) })]]);
  const { headline, sections } = buildReproduction({ experiment, size: "full", views, command: "c" });
  expect(headline).toBe("Of 2 claims, 2 hold, 0 do not, 0 are not decided here.");
  const [table] = sections[0]!.blocks;
  const rows = table!.kind === "table" ? table!.rows.map((row) => row.map(({ text }) => text)) : [];
  expect(rows.map((row) => [row[1], row[4], row[5], row[6]])).toEqual([
    ["lion", "8", "90.00 % (1 run)", expect.stringMatching(/^\+2\.\d\d$/)],
    ["adam", "8", "–", "–"],
    ["muon", "0", "80.00 %", "–"],
  ]);
  const texts = sections[1]!.blocks.flatMap((block) => (block.kind === "text" ? [block.text] : []));
  expect(texts[0]).toMatch(/^s: lion beats adam: holds\. lion 92\.\d\d ± /);
});
