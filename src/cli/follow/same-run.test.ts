import { describe, expect, it } from "vitest";
import { type RecordedRun, refuseOtherRun } from "./same-run.ts";

const running: RecordedRun = {
  config: { data: { name: "mnist", path: "/a" }, training: { epochs: 2 }, optimizers: [{ lr: 1 }] },
  keys: ["one", "two", "born later"],
};

function refusalOf(wanted: RecordedRun): string | null {
  try {
    refuseOtherRun("small", wanted, running);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

describe("a run of the name of one that goes on", () => {
  const config = running.config as { data: object; training: object; optimizers: readonly object[] };

  it("is the same whatever place its files have, and however many trials were born", () => {
    expect(refusalOf({ config: { ...config, data: { name: "mnist", path: "/b" } }, keys: ["one", "two"] })).toBe(null);
  });

  it("is another one where a setting differs, is missing or is new, which are named, and where its data do", () => {
    const changed = { ...config, training: { epochs: 3, ema: 0.9 }, optimizers: [{ lr: 2 }] };
    expect(refusalOf({ config: changed, keys: ["one"] })).toBe(
      "Cannot run small: another process is running one of that name that differs in training.epochs, training.ema, optimizers; wait for it, stop it, or give this one another name.",
    );
    const { training: _, ...less } = config;
    expect(refusalOf({ config: less, keys: ["one"] })).toContain("differs in training; ");
    expect(refusalOf({ config, keys: ["three"] })).toContain("differs in data, or the version of what computes it; ");
  });
});
