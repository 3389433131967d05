/**
 * The laws of step observers, for every member of the list.
 */
import { describe, expect, test } from "vitest";
import { type TinyChanges, tinyConfig, tinyDataset, tinyModel } from "../../../test/samples/tiny-trial.ts";
import type { EpochRecord } from "../../records/records.ts";
import { initialState } from "../state.ts";
import { planTrial } from "../trial-plan.ts";
import type { ObserverState, StepObserver } from "./step-observer.ts";

/** What a suite needs besides the members: the epochs of a trial, stopped `stops` times on its way. */
export interface ObserverSuite {
  readonly observers: readonly StepObserver[];
  epochsOf(changes: TinyChanges, options: { readonly stopAfter: readonly number[] }): Promise<readonly EpochRecord[]>;
}

const rule = { optimizer: "lion", hyperparameters: { decay: 2 } } as const;
const every = 4;

/** Declares the tests. */
export function describeObservers({ observers, epochsOf }: ObserverSuite): void {
  test("each has a field and a setting of its own", () => {
    expect(new Set(observers.map(({ field }) => field)).size).toBe(observers.length);
    expect(new Set(observers.map(({ setting }) => setting)).size).toBe(observers.length);
  });

  describe.each(observers.map((observer) => [observer.setting, observer] as const))("%s", (setting, observer) => {
    const watched: TinyChanges = { ...rule, training: { epochs: 3, [setting]: every } };
    const points = (epochs: readonly EpochRecord[]) => epochs.map((epoch) => epoch[observer.field]);

    test("leaves points where it is asked for, and changes nothing else", async () => {
      const told = await epochsOf(watched, { stopAfter: [] });
      const plain = await epochsOf({ ...rule, training: { epochs: 3 } }, { stopAfter: [] });
      expect(points(told).every((some) => some !== undefined && some.length > 0)).toBe(true);
      expect(plain.every((epoch) => !(observer.field in epoch))).toBe(true);
      expect(told.map(({ [observer.field]: _, ...others }) => others)).toEqual(plain);
    });

    test("its points do not depend on where a trial is stopped", async () => {
      const whole = points(await epochsOf(watched, { stopAfter: [] }));
      for (const stopAfter of [[1], [3, 2], [5, 1, 1]]) {
        expect(points(await epochsOf(watched, { stopAfter })), String(stopAfter)).toEqual(whole);
      }
    });

    test("its state is plain data, and steps may come one by one or together up to a point", () => {
      const dataset = tinyDataset();
      const plan = planTrial(tinyConfig(dataset, watched), { dataset, model: tinyModel });
      const { weights } = initialState(plan);
      const losses = Float32Array.from({ length: every }, (_, i) => 1 / (i + 3));
      const correct = Float32Array.from({ length: every }, (_, i) => i);
      const rateAt = (step: number): number => 0.01 / step;
      const start = observer.start(plan, weights);
      const together = observer.after(plan, start, { before: 0, losses, correct, weights: () => weights, rateAt });
      const single = [...losses.keys()].reduce<ObserverState>((state, i) => {
        const kept = JSON.parse(JSON.stringify(state)) as ObserverState;
        expect(kept).toEqual(state);
        const done = {
          losses: losses.slice(i, i + 1),
          correct: correct.slice(i, i + 1),
          weights: () => weights,
          rateAt,
        };
        return observer.after(plan, kept, { before: i, ...done });
      }, start);
      expect(single).toEqual(together);
      expect(together.points.length).toBeGreaterThan(0);
    });
  });
}
