import { describe, expect, it } from "vitest";
import { nearest } from "./errors.ts";
import { familiarNames, familiarPlace } from "./familiar-names.ts";

describe("familiar names", () => {
  const known = ["resnet-18", "resnet-50", "vit-b-16", "adamw", "limitTrain", "stochasticDepth", "decay", "l2"];

  it.each([
    ["AdamW", ["adamw"]],
    ["resnet50", ["resnet-50"]],
    ["vit_base_patch16_224", ["vit-b-16"]],
    ["limit_train", ["limitTrain"]],
    ["drop_path", ["stochasticDepth"]],
    ["dropPath", ["stochasticDepth"]],
    ["weightDecay", ["l2", "decay"]],
    ["nothing-like-it", []],
  ])("%s means %j, and hints say that first", (given, names) => {
    expect(familiarNames(given, known)).toEqual(names);
    if (names.length > 0) expect(nearest(given, known)).toEqual(names);
  });

  it("points to settings that stand elsewhere", () => {
    expect(familiarPlace("warmup_steps")).toContain("schedule: { kind: cosine, warmupSteps: 100 }");
    expect(familiarPlace("constructor")).toBeUndefined();
  });
});
