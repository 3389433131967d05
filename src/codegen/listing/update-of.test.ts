import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { optax } from "../targets/optax.ts";
import { listRequested } from "./list-requested.ts";
import { updateOf, withoutShadows } from "./update-of.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-update-"));
afterAll(() => rmSync(folder, { recursive: true }));

function listed(text: string) {
  writeFileSync(join(folder, "p.txt"), text);
  return listRequested({ name: "./p.txt", folder });
}

/** The lines of the exported function of one parameter. */
function stepOf(text: string): string[] {
  const lines = optax.print(listed(text)).split("\n");
  const start = lines.findIndex((line) => line.includes("def step_leaf("));
  return lines.slice(start, lines.indexOf("", start)).map((line) => line.trim());
}

describe("what is added to the weights", () => {
  test.each([
    ["w = w - lr * g", "return (-lr * g,)"],
    ["w = w + lr * g", "return (lr * g,)"],
    ["w = lr * g + w", "return (lr * g,)"],
    ["w = w - (g + lr)", "return (-(g + lr),)"],
    ["w = w - (-g)", "return (g,)"],
    ["w = 0.5 * w - lr * g", "return (0.5 * p - lr * g - p,)"],
    ["w = w - lr", "return (jnp.full_like(g, -lr),)"],
    ["w = w - norm(g)", "return (jnp.full_like(g, -jnp.linalg.norm(g)),)"],
  ])("%s", (text, last) => {
    expect(stepOf(text).at(-1)).toBe(last);
  });

  test("is a difference where a state reads the new weights", () => {
    const text = "state m = zeros\nw = w - lr * g - m\nm = sin(w) * 0.5";
    expect(updateOf(listed(text)).added).toBeNull();
    expect(stepOf(text)).toEqual([
      "def step_leaf(g, p, m):",
      "before = p",
      "p = p - lr * g - m",
      "m = jnp.sin(p) * 0.5",
      "return p - before, m",
    ]);
  });
});

test("a statement of the host never takes the name of an argument around it", () => {
  const listing = withoutShadows(
    listed("hyper rho = 0.9\nstate m = zeros\nrho = rho ** step + sin(rho)\nm = m * rho + g * rho\nw = w - lr * m"),
  );
  expect(listing.passes[0]!.host.map(({ name }) => name)).toEqual(["new_rho"]);
});

describe("in JAX", () => {
  test("the count is a float where it is more than an exponent, for whole numbers overflow", () => {
    const exported = (text: string): string => optax.print(listed(text));
    expect(exported("w = w - lr * 0.9 ** step * g")).toContain("        step = optax.safe_increment(state.count)\n");
    expect(exported("w = w - lr * step * step * g")).toContain("        step = count.astype(float)\n");
    expect(exported("w = w - lr * 2 ** step * g")).toContain("        step = count.astype(float)\n");
  });

  test("flags are chosen by Python, numbers that may be arrays by where", () => {
    const flags =
      "hyper fast = True\nhyper rho = 0.9\nw = w - lr * (g if fast else sign(g)) * (1 if rho > 0 and step > 3 else 2)";
    const text = optax.print(listed(flags));
    expect(text).toContain("g if fast else jnp.sign(g)");
    expect(text).toContain("jnp.where((rho > 0) & (step > 3), 1, 2)");
  });
});
