import { expect, test } from "vitest";
import { lackOfProcessor, processorNeed, processorOf } from "./processor-need.ts";

test("a kind of processor is one line of what a job needs, which its own kind meets alone", () => {
  const need = processorNeed("an old one (8 cores)");
  expect(processorOf(["data cifar-10 0a", need])).toBe("an old one (8 cores)");
  expect(processorOf(["data cifar-10 0a"])).toBeNull();
  expect(lackOfProcessor(need, "an old one (8 cores)")).toBeNull();
  expect(lackOfProcessor("data cifar-10 0a", "a new one")).toBeNull();
  expect(lackOfProcessor(need, "a new one")).toMatch(/^What was begun on an old one .* and this is a new one\.$/);
});
