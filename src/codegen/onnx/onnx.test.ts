/** Exported ONNX models compute in plain ONNX Runtime what the interpreter computes; `onnx.full.test.ts` has the whole table. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { optimizers } from "../../optimizers/index.ts";
import type { OptimizerRequest } from "../../optimizers/resolve.ts";
import { exampleOf } from "../example.conformance.ts";
import { listRequested } from "../listing/list-requested.ts";
import { onnx } from "../targets/onnx.ts";
import { runOnnx } from "./run-onnx.conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-onnx-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function apart(request: OptimizerRequest): Promise<number> {
  const listing = listRequested(request);
  const joins = listing.passes.length > 1;
  const masked = listing.mask === "free" ? "tensors" : "nothing";
  const example = exampleOf(listing, request, { steps: 5, masked, ...(joins ? { shapes: [[12]] } : {}) });
  return example.apart(await runOnnx(listing, example), "rounded");
}

const fixed: { readonly [name: string]: OptimizerRequest["hyperparameters"] } = { "lionk-ky-fan": { k: 2 } };

const cases = optimizers.flatMap(({ name, conventions }) =>
  Object.keys(conventions)
    .slice(0, 1)
    .map(
      (convention) =>
        ({ name, convention, hyperparameters: fixed[name] ?? {} }) as OptimizerRequest & { convention: string },
    ),
);

test.each(cases)("$name ($convention) steps as the interpreter does", async (request) => {
  expect(await apart(request)).toBeLessThan(5e-7);
});

const odd = [
  "state m = zeros\nold = m\nm = lerp(g, m, 0.9)\nw = w - lr * (m + sin(old) * w + old) / norm(m)",
  "state a = zeros\nstate b = ones\nscalar p = 1\nscalar q = 2\nold = a\na = b\nb = old\ns = p\np = q\nq = s\nw = w - lr * (a * p + g * q + b)",
  "state a = zeros\nstate b = zeros\nd = a + b * w\na = -g\nb = norm(g)\nw = w - lr * d",
  "w = w - lr * (g + 0.1 * masked(w))",
  "c = g / global_norm(g)\nd = c + w\nd = d / global_norm(d)\nw = w - lr * (c + d)",
  "hyper clip = 2\nx = where(g * w > 0 and not g > 0.5 or g == w, g, -g ** 2)\ny = 2 / (lr * step) * x / (w * w + 1)\nw = w - lr * (x - (y - tanh(lr)) / clip)",
  "hyper fast = True\nx = g * row_norm(g) if fast and step > 2 else g\nw = w - lr * (x + rows(w) / columns(w))",
];

test.each(odd)("%j steps as the interpreter does", async (text) => {
  writeFileSync(join(folder, "p.txt"), text);
  expect(await apart({ name: "./p.txt", folder })).toBeLessThan(5e-7);
});

test("what one vector of all parameters cannot mean is refused", () => {
  writeFileSync(join(folder, "p.txt"), "w = w - lr * g / global_norm(g) / norm(g)");
  expect(() => onnx.print(listRequested({ name: "./p.txt", folder }))).toThrow('"norm" of each tensor has no meaning');
  expect(() => onnx.print(listRequested({ name: "lionk-ky-fan" }))).toThrow("make a constant of it, as with --set k=2");
});
