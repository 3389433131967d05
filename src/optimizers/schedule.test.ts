import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ScheduleConfig } from "../records/records.ts";
import { scheduledRate } from "./schedule.ts";

interface Recorded {
  readonly lr: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  readonly cases: readonly {
    readonly reference: string;
    readonly config: ScheduleConfig;
    readonly rates: readonly number[];
  }[];
}

const file = new URL("../../test/fixtures/optimizers/schedules.json", import.meta.url);
const { cases, ...facts } = JSON.parse(readFileSync(file, "utf8")) as Recorded;

describe("schedules agree with their references", () => {
  for (const { reference, config, rates } of cases) {
    test(reference, () => {
      rates.forEach((rate, i) => {
        expect(Math.abs(scheduledRate(config, { ...facts, step: i + 1 }) / rate - 1)).toBeLessThan(1e-6);
      });
    });
  }
});

describe("warm-up beside that of others", () => {
  const recorded = JSON.parse(
    readFileSync(new URL("../../test/fixtures/optimizers/warmup.json", import.meta.url), "utf8"),
  ) as {
    peak: number;
    warmupSteps: number;
    totalSteps: number;
    rates: { readonly [library: string]: readonly number[] };
  };
  const { peak, warmupSteps, totalSteps, rates } = recorded;
  const config = { kind: "cosine", warmupSteps, floor: 0 } as const;
  const ours = rates.torch!.map((_, i) =>
    scheduledRate(config, { lr: peak, step: i + 1, totalSteps, stepsPerEpoch: 4 }),
  );
  const largestDifference = (wanted: readonly number[]): number =>
    Math.max(...ours.map((rate, i) => Math.abs(rate - wanted[i]!)));

  test("it is PyTorch's LinearLR from 1 / W, then CosineAnnealingLR", () => {
    expect(largestDifference(rates.torch!)).toBeLessThan(1e-12);
  });
  test.each(["optax", "keras", "timm, warmup_prefix"])(
    "%s is a step behind in the warm-up and alike after it",
    (name) => {
      const early = rates[name]!.map((rate, i) => (i < warmupSteps ? rate + peak / warmupSteps : rate));
      expect(rates[name]![0]).toBe(0);
      expect(largestDifference(early)).toBeLessThan(1e-7);
    },
  );
  test("timm without warmup_prefix lets the cosine run from the first step, so that the peak is never reached", () => {
    expect(Math.max(...rates["timm, no warmup_prefix"]!)).toBe(0.75);
  });
});

test("warm-up rises in equal parts and ends at the peak", () => {
  const config = { kind: "constant", warmupSteps: 4 } as const;
  const rates = [1, 2, 3, 4, 5].map((step) => scheduledRate(config, { ...facts, lr: 1, step }));
  expect(rates).toEqual([0.25, 0.5, 0.75, 1, 1]);
});

test("a run that is all warm-up has no division by zero", () => {
  const config = { kind: "cosine", warmupSteps: 3, floor: 0 } as const;
  expect(scheduledRate(config, { lr: 1, step: 3, totalSteps: 3, stepsPerEpoch: 3 })).toBe(1);
  expect(scheduledRate(config, { lr: 1, step: 4, totalSteps: 3, stepsPerEpoch: 3 })).toBe(1);
});
