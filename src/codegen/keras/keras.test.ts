import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { listRequested } from "../listing/list-requested.ts";
import { keras } from "../targets/keras.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-keras-"));
afterAll(() => rmSync(folder, { recursive: true }));

function exported(text: string): string {
  writeFileSync(join(folder, "p.txt"), text);
  return keras.print(listRequested({ name: "./p.txt", folder }));
}

test("a state that has a second name is read before it is assigned: with PyTorch, both are the same memory", () => {
  const code = exported(
    "hyper fast = True\nstate m = zeros\nold = m if fast else g\nm = lerp(g, m, 0.9)\nw = w - lr * (m + old * old + old)",
  );
  const [read, assigned] = [code.lastIndexOf("old * old"), code.indexOf("self.assign(self._m[i]")];
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(assigned);
});

test("numbers that change places are copied before either is assigned", () => {
  const code = exported("scalar p = 1\nscalar q = 2\ns = p\np = q\nq = s\nw = w - lr * (g * p + q)");
  expect(code).toMatch(/p = ops\.copy\(ops\.cast\(self\._p, .*\)\)/);
});
