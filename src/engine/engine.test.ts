import { expect, test } from "vitest";
import { createBuilder } from "../graph/builder.ts";
import { engineKeepsItsLaws, meanOracle, meanPlan, meanStart, meanStretch, runMean } from "./engine.conformance.ts";
import type { Engine } from "./engine.ts";
import { belongsOnHeap, onnxEngine } from "./onnx-engine.ts";
import { createStack } from "./stack/stacked-engine.ts";

engineKeepsItsLaws("ONNX Runtime", (run) => run(onnxEngine()));
engineKeepsItsLaws("the only lane of a stack", (run) => inLanes(1, (engine) => run(engine)));
engineKeepsItsLaws("each lane of a stack", (run) => inLanes(3, (engine) => run(engine)));

/** Runs something in every lane of a stack at once; a lane leaves when it is done. */
async function inLanes(size: number, run: (engine: Engine, lane: number) => Promise<void>): Promise<void> {
  const lanes = createStack(size);
  await Promise.all(lanes.map(({ engine, leave }, lane) => run(engine, lane).finally(leave)));
}

test("lanes that want stretches of other lengths run the shortest, each with numbers of its own", async () => {
  const rates = [0.5, 0.25, 1];
  await inLanes(3, async (engine, lane) => {
    const rate = rates[lane]!;
    const loop = await engine.open(meanPlan());
    loop.load(meanStart);
    const { loss } = await loop.run(meanStretch(0, 4 - lane, rate));
    expect(loss!.shape).toEqual([2]);
    loop.load(meanStart);
    expect(await runMean(loop, { steps: 6, each: lane + 1, rate })).toEqual(meanOracle({ steps: 6, rate }).losses);
    expect(Array.from(loop.state().w!.data)).toEqual(meanOracle({ steps: 6, rate }).w);
  });
});

test("a lane that lags goes first, and a lane that has left is not waited for", async () => {
  const order: string[] = [];
  const lanes = createStack(3);
  const told = async (lane: number, steps: readonly number[]) => {
    const loop = await lanes[lane]!.engine.open(meanPlan());
    loop.load(meanStart);
    for (const from of steps) {
      await loop.run(meanStretch(from, 1));
      order.push(`lane ${lane} at ${from}`);
    }
    await lanes[lane]!.leave();
  };
  await Promise.all([told(0, [2, 3]), told(1, [0, 1, 2]), told(2, [])]);
  expect(order).toEqual(["lane 1 at 0", "lane 1 at 1", "lane 0 at 2", "lane 1 at 2", "lane 0 at 3"]);
  expect(lanes[0]!.engine.together()).toBe(0);
});

test("what stays the same and is each trial's own is held apart", async () => {
  const plan = { ...meanPlan(), own: ["rate", "data"] };
  await inLanes(2, async (engine, lane) => {
    const data = { ...meanStart.data!, data: Float32Array.from(meanStart.data!.data, (value) => Number(value) + lane) };
    const loop = await engine.open(plan);
    loop.load({ ...meanStart, data });
    await loop.run(meanStretch(0, 2));
    await loop.run(meanStretch(2, 2));
    expect(loop.state().data).toEqual(data);
    const alone = await onnxEngine().open(plan);
    alone.load({ ...meanStart, data });
    await alone.run(meanStretch(0, 4));
    expect(loop.state()).toEqual(alone.state());
    await alone.close();
  });
});

test("a large state and small values belong on the heap, large values beside a small state do not", () => {
  const plan = (state: number, value: number) => {
    const b = createBuilder();
    const w = b.input("w", { dtype: "float", shape: [state] });
    const x = b.input("x", { dtype: "float", shape: [value, 1] });
    const body = b.build({ w: b.mul(w, b.scalar(2)), loss: b.sum(b.square(x)) });
    return { name: "sizes", body, carried: ["w"], perStep: [], captured: ["x"], collected: ["loss"] };
  };
  expect(belongsOnHeap(plan(2 ** 24, 2 ** 20))).toBe(true);
  expect(belongsOnHeap(plan(100, 100))).toBe(true);
  expect(belongsOnHeap(plan(100, 2 ** 20))).toBe(false);
});
