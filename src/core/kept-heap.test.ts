import { expect, test } from "vitest";
import { heapIsKept, keptHeapSettings } from "./kept-heap.ts";

test("a child is started with a heap that it knows as kept, where glibc is new enough and the user has said nothing", () => {
  const settings = keptHeapSettings({ PATH: "/bin" }, "2.36");
  expect(Object.keys(settings).sort()).toEqual(["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"]);
  expect(heapIsKept({ PATH: "/bin", ...settings })).toBe(true);
  for (const version of ["2.35", "2.100", "3.1"]) expect(keptHeapSettings({}, version)).toEqual(settings);
  for (const version of ["2.34", "2.9", "1.40", null]) expect(keptHeapSettings({}, version)).toEqual({});
  expect(keptHeapSettings({ MALLOC_TRIM_THRESHOLD_: "1" }, "2.36")).toEqual({});
  expect(keptHeapSettings({ GLIBC_TUNABLES: "glibc.malloc.hugetlb=1" }, "2.36")).toEqual({});
  expect(heapIsKept({ ...settings, MALLOC_TRIM_THRESHOLD_: "1" })).toBe(false);
  expect(heapIsKept({})).toBe(false);
});
