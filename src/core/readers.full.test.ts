import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { fuzzedReaders, fuzzReader } from "./readers.conformance.ts";

test.each(fuzzedReaders)("a hundred thousand damaged $name files leave nothing behind", async (reader) => {
  Error.stackTraceLimit = 0;
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const used = async (): Promise<number> => {
    collect();
    await setTimeout(100); // freed buffers are given back beside the thread
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  fuzzReader(reader, { count: 2000, seed: 2 });
  const before = await used();
  for (let seed = 3; seed < 13; seed++) {
    const { escaped } = fuzzReader(reader, { count: 10_000, seed });
    expect(escaped).toEqual([]);
  }
  expect((await used()) - before).toBeLessThan(10 * 2 ** 20);
});
