/** Exported TypeScript computes what the interpreter computes; `typescript.full.test.ts` has the whole table and strict types. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { optimizers } from "../../optimizers/index.ts";
import type { OptimizerRequest } from "../../optimizers/resolve.ts";
import { exampleOf } from "../example.conformance.ts";
import { listRequested } from "../listing/list-requested.ts";
import { loadTypescript, masksTensors, runTypescript } from "./run-typescript.conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-typescript-"));
afterAll(() => rmSync(folder, { recursive: true }));

const cases = optimizers.flatMap(({ name, conventions }) =>
  Object.keys(conventions)
    .slice(0, 1)
    .map((convention) => ({ name, convention }) as OptimizerRequest & { convention: string }),
);

test.each(cases)("$name ($convention) steps as the interpreter does", async (request) => {
  const listing = listRequested(request);
  const masked = masksTensors(listing) ? "tensors" : "nothing";
  const example = exampleOf(listing, request, { steps: 6, masked });
  expect(example.apart(await runTypescript(listing, example, { arrays: Float64Array, restart: 3 }))).toBeLessThan(
    1e-12,
  );
});

const odd = [
  "state m = zeros\nold = m\nm = lerp(g, m, 0.9)\nw = w - lr * (m + sin(old) * w + old) / norm(m)",
  "lr = lr * norm(g) + sin(lr)\nstep = step * tanh(g) + step\nw = w - lr * g - step",
  "lr = lr * 0.5 + sin(lr)\ng = g * min(1, lr / global_norm(g * lr))\nw = w - lr * g",
  "state a = zeros\nstate b = ones\nscalar p = 1\nscalar q = 2\nold = a\na = b\nb = old\ns = p\np = q\nq = s\nw = w - lr * (a * p + g * q + b)",
  "state a = zeros\nstate b = zeros\nd = a + b * w\na = -g\nb = norm(g)\nw = w - lr * d",
  "s = norm(g)\nt = g * s\ns = norm(t * w)\nu = polar(t)\ns = s + tensor_max(u)\nw = w - lr * (t * s + polar(u + s))",
  "hyper decay = 0.1\nw = w - lr * (g + 0.1 * masked(w)) / global_norm(w + decay * masked(g))",
  "c = g / global_norm(g)\nd = c + w\nd = d / global_norm(d)\nw = w - lr * (c + d)",
  "hyper clip = 2\nx = where(g * w > 0 and not g > 0.5 or g == w, g, -g ** 2)\ny = 2 / (lr * step) * x / (w * w + 1)\nw = w - lr * (x - (y - lr) / clip)",
  "hyper class = 3\nhyper a_b = 0.5\nMath = g * class\nws = Math - a_b\nw = w - lr * (ws * row_norm(ws) + kth_largest(abs(w), 0.3))",
  "w = w - (lr + peak_lr * step / total_steps) * g",
];

test.each(odd)("%j steps as the interpreter does", async (text) => {
  writeFileSync(join(folder, "p.txt"), text);
  const request = { name: "./p.txt", folder };
  const listing = listRequested(request);
  const example = exampleOf(listing, request, { steps: 4, masked: masksTensors(listing) ? "tensors" : "nothing" });
  expect(example.apart(await runTypescript(listing, example, { arrays: Float64Array, restart: 2 }))).toBeLessThan(
    1e-12,
  );
});

test("the rate may be set between steps, and tensors of other sizes are refused", async () => {
  const Lion = await loadTypescript(listRequested({ name: "lion" }));
  const lion = new Lion([[2]], { lr: 0.5 }, Float64Array);
  const w = [Float64Array.of(1, 1)];
  lion.step(w, [Float64Array.of(1, -1)]);
  expect([...w[0]!]).toEqual([0.5, 1.5]);
  Object.assign(lion, { lr: 0.25 });
  lion.step(w, [Float64Array.of(1, -1)]);
  expect([...w[0]!]).toEqual([0.25, 1.75]);
  expect(() => lion.step(w, [Float64Array.of(1, 2, 3)])).toThrow("expected tensors of 2 elements, got 3");
});
