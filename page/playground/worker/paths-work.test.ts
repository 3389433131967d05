import { describe, expect, it } from "vitest";
import { optimizers } from "../../../src/optimizers/index.ts";
import { libraryFile } from "./library-work.ts";
import { ownKey, type PathPart, type PathsJob } from "./messages.ts";
import { pathsWork } from "./paths-work.ts";

const job = (by: Partial<PathsJob>): PathsJob => ({
  own: { name: "mine", text: libraryFile("lion"), values: {}, lr: 0.01 },
  ...{ rivals: [], on: "ravine", start: [1, 1], steps: 20, seed: 0 },
  ...by,
});
const pathsOf = (by: Partial<PathsJob>): readonly PathPart[] =>
  [...pathsWork(job(by))].filter((part) => part !== undefined);

describe("paths", () => {
  it("of a program that began as the library's are the library's, whatever its form", () => {
    for (const { name } of optimizers.filter((each) => !each.name.startsWith("lionk"))) {
      const own = { name: "mine", text: libraryFile(name), values: {}, lr: 0.01 };
      const [mine, theirs] = pathsOf({ own, rivals: [{ name, lr: 0.01 }] });
      expect([...mine!.points], name).toEqual([...theirs!.points]);
      expect(mine!.key).toBe(ownKey);
    }
  });
  it("have a point for the start and each step, and say whose rate was chosen", () => {
    const [own, adam] = pathsOf({ rivals: [{ name: "adam", lr: null }] });
    expect(own).toMatchObject({ lr: 0.01, chosen: false, divergedAt: null });
    expect(adam).toMatchObject({ title: "Adam", chosen: true });
    expect(own!.points).toHaveLength(42);
    expect(own!.gaps).toHaveLength(21);
  });
  it("follow the numbers that are set", () => {
    const own = { name: "mine", text: libraryFile("lion"), lr: 0.01 };
    const [one] = pathsOf({ own: { ...own, values: {} } });
    const [other] = pathsOf({ own: { ...own, values: { decay: 1 } } });
    expect([...one!.points]).not.toEqual([...other!.points]);
  });
  it("of a program with mistakes are those of its rivals", () => {
    const own = { name: "mine", text: "w = w -", values: {}, lr: null };
    expect(pathsOf({ own, rivals: [{ name: "sgd", lr: 0.01 }] }).map(({ key }) => key)).toEqual(["sgd"]);
  });
  it("of a program that blows up end before it does", () => {
    const own = { name: "mine", text: "w = w * 1e200 + exp(exp(w * w))", values: {}, lr: 1 };
    const [path] = pathsOf({ own });
    expect(path!.divergedAt).toBe(1);
    expect([...path!.points]).toEqual([1, 1]);
  });
});
