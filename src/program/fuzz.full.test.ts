import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { fuzzPrograms } from "./fuzz.conformance.ts";

test("a million odd texts get a program or one sentence, and leave nothing behind", () => {
  Error.stackTraceLimit = 0; // most of the time would go into stacks of refusals
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const { refused, mistaken, bound, heapBytes } = fuzzPrograms({
    count: 1_000_000,
    seed: 2,
    collect,
  });
  console.log({ refused, mistaken, bound, heapMiB: heapBytes.map((bytes) => Math.round(bytes / 2 ** 20)) });
  expect(Math.min(refused, mistaken, bound)).toBeGreaterThan(50_000);
  expect(heapBytes.at(-1)! - heapBytes[0]!).toBeLessThan(10 * 2 ** 20);
});
