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
