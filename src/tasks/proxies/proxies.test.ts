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
