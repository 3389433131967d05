import { expect, test } from "vitest";
import { describeProcessor, kindOfProcessor } from "./processor.ts";

test("a kind is the model with its widest vector instructions, whatever its clock rate", () => {
  const xeon = "Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz";
  expect(describeProcessor(xeon, new Set(["avx2", "avx512f", "amx_tile"]))).toBe(
    "Intel(R) Xeon(R) Platinum 8481C CPU with AVX-512 and AMX",
  );
  expect(describeProcessor("AMD EPYC", new Set(["sse2", "avx2"]))).toBe("AMD EPYC with AVX2");
  expect(describeProcessor("Apple M3", new Set())).toBe("Apple M3");
  expect(describeProcessor("", new Set())).toBe(`${process.arch} processor`);
});

test("this machine is of one kind", () => {
  expect(kindOfProcessor()).toBe(kindOfProcessor());
  expect(kindOfProcessor()).not.toBe("");
});
