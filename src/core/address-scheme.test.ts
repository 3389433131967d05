import { expect, test } from "vitest";
import { schemeOf } from "./address-scheme.ts";

test.each([
  ["s3://bucket/prefix", "s3"],
  ["PostgreSQL://lab@host/db", "postgresql"],
  ["file:///shared", "file"],
  ["runs/mine", null],
  ["C:\\runs", null],
  ["./a:b", null],
])("%s", (address, scheme) => {
  expect(schemeOf(address)).toBe(scheme);
});
