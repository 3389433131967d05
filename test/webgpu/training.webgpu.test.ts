import { expect, test } from "vitest";
import type { Tensor } from "../../src/core/tensor.ts";
import type { Device } from "../../src/onnx/device.ts";
import { lowerLoop } from "../../src/onnx/lower.ts";
import { openSession } from "../../src/onnx/session.ts";
import { perceptronFeeds, perceptronLoop } from "./perceptron.ts";
import { countingOnly, onProcessor } from "./profile.ts";

test("a training loop learns, and its losses are those of the processor", async () => {
  const cpu = await train("cpu");
  const webgpu = await train("webgpu");
  expect(cpu.loss!.data.at(-1)).toBeLessThan(cpu.loss!.data[0]! / 2);
  for (const [i, loss] of cpu.loss!.data.entries()) expect(webgpu.loss!.data[i]).toBeCloseTo(loss, 3);
  expect(webgpu.correct).toEqual(cpu.correct);
});

test("nothing of a step leaves the device: the processor computes single numbers only, which count the steps", async () => {
  expect(await onProcessor((profileTo) => train("webgpu", profileTo))).toEqual(countingOnly);
});

async function train(device: Device, profileTo?: string): Promise<{ readonly [name: string]: Tensor }> {
  const model = lowerLoop({ ...perceptronLoop(), device });
  const session = await openSession(model, { device, ...(profileTo === undefined ? {} : { profileTo }) });
  const found = await session.run(perceptronFeeds());
  await session.close();
  return found;
}
