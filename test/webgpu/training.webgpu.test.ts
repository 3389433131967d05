import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Tensor } from "../../src/core/tensor.ts";
import type { Device } from "../../src/onnx/device.ts";
import { lowerLoop } from "../../src/onnx/lower.ts";
import { openSession } from "../../src/onnx/session.ts";
import { perceptronFeeds, perceptronLoop } from "./perceptron.ts";

test("a training loop learns, and its losses are those of the processor", async () => {
  const cpu = await train("cpu");
  const webgpu = await train("webgpu");
  expect(cpu.loss!.data.at(-1)).toBeLessThan(cpu.loss!.data[0]! / 2);
  for (const [i, loss] of cpu.loss!.data.entries()) expect(webgpu.loss!.data[i]).toBeCloseTo(loss, 3);
  expect(webgpu.correct).toEqual(cpu.correct);
});

test("nothing of a step leaves the device: the processor computes single numbers only, which count the steps", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-webgpu-"));
  await train("webgpu", join(folder, "profile"));
  const [file] = readdirSync(folder);
  const events = JSON.parse(readFileSync(join(folder, file!), "utf8")) as readonly ProfileEvent[];
  rmSync(folder, { recursive: true });
  const ours = events.filter(({ args }) => args?.provider === "CPUExecutionProvider" && args.op_name !== "Loop");
  const perStep = ours.map(signature);
  expect([...new Set(perStep)].sort()).toEqual([
    'Cast [{"int32":[]}]',
    'Identity [{"bool":[]}]',
    'Squeeze [{"int64":[]}]',
  ]);
});

interface ProfileEvent {
  readonly args?: { readonly provider?: string; readonly op_name?: string; readonly output_type_shape?: unknown };
}

function signature({ args }: ProfileEvent): string {
  return `${args?.op_name} ${JSON.stringify(args?.output_type_shape)}`;
}

async function train(device: Device, profileTo?: string): Promise<{ readonly [name: string]: Tensor }> {
  const model = lowerLoop({ ...perceptronLoop(), device });
  const session = await openSession(model, { device, ...(profileTo === undefined ? {} : { profileTo }) });
  const found = await session.run(perceptronFeeds());
  await session.close();
  return found;
}
