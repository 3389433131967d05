/** What holds of every engine: a running mean as its loop, whose numbers are exact. */
import { expect, test } from "vitest";
import { InternalError } from "../core/errors.ts";
import { floatTensor, intTensor } from "../core/tensor.ts";
import { createBuilder } from "../graph/builder.ts";
import type { Engine, Feeds, LoopPlan, LoopStretch, OpenLoop } from "./engine.ts";

/** Rows of data that step 0, 1, … of `meanPlan` looks at. */
export const picks = [2, 0, 1, 1, 0, 2, 2];

/** w moves by `rate`, each trial's own, towards a row of the data, which all share; the squared distance is the loss. */
export function meanPlan(kind = "mean"): LoopPlan {
  const b = createBuilder();
  const w = b.input("w", { dtype: "float", shape: [2] });
  const data = b.input("data", { dtype: "float", shape: [3, 2] });
  const pick = b.input("pick", { dtype: "int", shape: [1] });
  const rate = b.input("rate", { dtype: "float", shape: [] });
  const gap = b.sub(b.reshape(b.gather(data, pick, { axis: 0 }), { shape: [2] }), w);
  const body = b.build({ w: b.add(w, b.mul(rate, gap)), loss: b.sum(b.square(gap)) });
  const loop = {
    name: "mean",
    body,
    carried: ["w"],
    perStep: ["pick", "rate"],
    captured: ["data"],
    collected: ["loss"],
  };
  return { loop, device: "cpu", kind, own: ["rate"] };
}

/** What such a loop holds at the start: the data is no state, but stays the same. */
export const meanStart: Feeds = { w: floatTensor([2], [0, 8]), data: floatTensor([3, 2], [0, 2, 4, 6, 8, 16]) };

/** Steps `from` to `from + steps` of a trial with this rate. */
export function meanStretch(from: number, steps: number, rate = 0.5): LoopStretch {
  return {
    place: from,
    steps,
    shared: async (count) => ({ pick: intTensor([count, 1], picks.slice(from, from + count)) }),
    own: (count) => ({ rate: floatTensor([count], new Array<number>(count).fill(rate)) }),
  };
}

/** Runs so many steps, however the engine cuts them. Returns the losses. */
export async function runMean(
  loop: OpenLoop,
  { steps, each = steps, rate = 0.5 }: { steps: number; each?: number; rate?: number },
) {
  const losses: number[] = [];
  while (losses.length < steps) {
    const wanted = Math.min(each, steps - losses.length);
    const { loss, ...others } = await loop.run(meanStretch(losses.length, wanted, rate));
    expect(others).toEqual({});
    losses.push(...Array.from(loss!.data, Number));
  }
  return losses;
}

/** Losses and the last state, in plain numbers. */
export function meanOracle({ steps, rate = 0.5 }: { steps: number; rate?: number }) {
  const rows = [0, 1, 2].map((row) => Array.from(meanStart.data!.data.slice(2 * row, 2 * row + 2), Number));
  let w = Array.from(meanStart.w!.data, Number);
  const losses = picks.slice(0, steps).map((pick) => {
    const gap = rows[pick]!.map((value, i) => value - w[i]!);
    w = w.map((value, i) => value + rate * gap[i]!);
    return gap.reduce((sum, value) => sum + value * value, 0);
  });
  return { losses, w };
}

/** Adds the laws as tests. `use` opens an engine for as long as its argument runs. */
export function engineKeepsItsLaws(name: string, use: (run: (engine: Engine) => Promise<void>) => Promise<void>): void {
  test(`${name}: a stretch starts from what the one before left, however the steps are cut`, () =>
    use(async (engine) => {
      const wanted = meanOracle({ steps: 7 });
      for (const each of [7, 3, 1]) {
        const loop = await engine.open(meanPlan());
        loop.load(meanStart);
        expect(await runMean(loop, { steps: 7, each })).toEqual(wanted.losses);
        expect(Array.from(loop.state().w!.data)).toEqual(wanted.w);
        expect(loop.state().data).toEqual(meanStart.data);
        await loop.close();
      }
    }));

  test(`${name}: there is no state before one is loaded, and what was read stays as it was`, () =>
    use(async (engine) => {
      const loop = await engine.open(meanPlan());
      expect(() => loop.state()).toThrow(InternalError);
      loop.load(meanStart);
      await runMean(loop, { steps: 2 });
      const read = loop.state();
      const copy = structuredClone(read);
      await runMean(loop, { steps: 3 });
      expect(read).toEqual(copy);
      expect(loop.state().w).not.toEqual(copy.w);
      await loop.close();
    }));

  test(`${name}: loops are open beside each other, and their states are apart`, () =>
    use(async (engine) => {
      const [first, second] = [await engine.open(meanPlan("one")), await engine.open(meanPlan("other"))];
      for (const loop of [first, second]) loop.load(meanStart);
      await runMean(first, { steps: 2 });
      await runMean(second, { steps: 5, rate: 0.25 });
      expect(Array.from(first.state().w!.data)).toEqual(meanOracle({ steps: 2 }).w);
      expect(Array.from(second.state().w!.data)).toEqual(meanOracle({ steps: 5, rate: 0.25 }).w);
      await first.close();
      await second.close();
    }));
}
