import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sizeOf } from "../../core/tensor.ts";
import { proxies, proxyNamed } from "./index.ts";

test.each(proxies)("$name: declared parameters, unique names, sensible sizes", (proxy) => {
  expect(proxy.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(proxy.parameterCount);
  expect(new Set(proxy.parameters.map(({ name }) => name)).size).toBe(proxy.parameters.length);
  expect(proxy.steps % 10).toBe(0);
  expect(proxy.uncertainty).toBeGreaterThan(0);
});

test("names are unique, and an unknown one is an error with a hint", () => {
  expect(new Set(proxies.map(({ name }) => name)).size).toBe(proxies.length);
  expect(proxyNamed("mlp").batchSize).toBe(64);
  expect(() => proxyNamed("mpl")).toThrow(expect.objectContaining({ code: "unknown-proxy-task" }));
});

test("docs/proxies.md shows every record as it is", () => {
  const text = readFileSync(new URL("../../../docs/proxies.md", import.meta.url), "utf8");
  const rows = [...text.matchAll(/^\| `([a-z0-9-]+)` \| ([\d,]+) \| (\d+) \| ([\d,]+) \| \d+ \| (.*) \|$/gm)];
  const shown = rows.map(([, name, parameters, batch, steps, why]) => [name, parameters, batch, steps, why]);
  const number = (value: number): string => value.toLocaleString("en-US");
  expect(shown).toEqual(
    proxies.map((proxy) => [
      proxy.name,
      number(proxy.parameterCount),
      String(proxy.batchSize),
      number(proxy.steps),
      proxy.why,
    ]),
  );
});
