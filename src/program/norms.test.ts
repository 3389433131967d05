/** Norms in float32 where squares leave it, and clipping by them. */
import { expect, test } from "vitest";
import { runUpdates } from "../optimizers/trace.ts";
import { bindProgram } from "./bind.ts";
import { interpret, leavesOf } from "./interpret.ts";
import { parseProgram } from "./parse.ts";

const leaves = leavesOf([[2, 2], [3]]);
const g = [3, -4, 1, 2, -2, 5, 0.5];
const w0 = [1, 2, 3, 4, 5, 6, 7];
const facts = (step: number) => ({ step, lr: 1, peakLr: 1, totalSteps: 100 });

/** The update of a program, by a session in float32 and in float64. */
async function updates(text: string, scale: number, clipGlobalNorm: number | null = null) {
  const rule = bindProgram(parseProgram(text), {});
  const gradients = [Float32Array.from(g, (value) => value * scale)];
  const input = { leaves, w0, gradients, facts, clipGlobalNorm };
  return { found: [...(await runUpdates(rule, input))[0]!], wanted: [...interpret(rule, input)[0]!] };
}

const texts = [
  "w = g / norm(g)",
  "w = g / global_norm(g)",
  "w = g / row_norm(g)",
  "w = w * cosine_sim(g, w)",
  "w = clip_by_global_norm(g, 1e-3)",
  "w = clip(g, 1e30)",
  "w = norm(g) + 0 * w",
  "w = sqrt(tensor_sum(square(g))) + 0 * w",
];

test.each(texts)("%s holds from 1e-30 to 1e30", async (text) => {
  for (const scale of [1e-30, 1e-20, 1, 1e20, 1e30]) {
    const { found, wanted } = await updates(text, scale);
    for (const [i, value] of found.entries()) expect(Math.abs(value / wanted[i]! - 1), `${scale}`).toBeLessThan(2e-6);
  }
});

test.each([1e-30, 1e-20, 1, 1e20, 1e30])("a gradient of %f is clipped to the norm that is asked for", async (scale) => {
  const wanted = Math.min(1e-3, Math.hypot(...g) * scale);
  for (const value of Object.values(await updates("w = g", scale, 1e-3)))
    expect(Math.hypot(...value) / wanted).toBeCloseTo(1, 5);
});

test("a norm of 0 is 0, and that of an infinite gradient is infinite", async () => {
  for (const value of Object.values(await updates("w = norm(g) + 0 * w", 0))) expect(value).toEqual(w0.map(() => 0));
  for (const value of Object.values(await updates("w = norm(g) + 0 * w", Number.POSITIVE_INFINITY)))
    expect(value).toEqual(w0.map(() => Number.POSITIVE_INFINITY));
});
