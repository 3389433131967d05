import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { syntheticStudy } from "../../../test/report/synthetic-study.ts";
import { storeStudy } from "../../../test/samples/stored-study.ts";
import { runCommandLine } from "../parser.ts";
import { commands } from "./index.ts";

const cwd = mkdtempSync(join(tmpdir(), "power-"));
const optimizers = ["lion", "adamw", "adam"];

beforeAll(async () => {
  await storeStudy(join(cwd, "runs", "seeds", "study.sqlite"), syntheticStudy({ name: "seeds", optimizers, seeds: 6 }));
  await storeStudy(join(cwd, "runs", "alone", "study.sqlite"), syntheticStudy({ name: "alone", optimizers }));
});
afterAll(() => rmSync(cwd, { recursive: true }));

async function power(line: string) {
  const terminal = fakeTerminal({ cwd });
  const words = line.split(" ").map((word) => (word === "seeds" || word === "alone" ? join(cwd, "runs", word) : word));
  await runCommandLine({ argv: ["power", ...words], commands, version: "1", terminal });
  return terminal.out.text();
}

const facts = async (line: string) => JSON.parse(await power(`${line} --json`));

describe("lionlab power", () => {
  test("says the seeds that a difference takes, by the exact test, the t test and Noether", async () => {
    const [{ needed, a12 }] = (await facts("--difference 1")).differences;
    expect(needed).toMatchObject({ tTest: 17, noether: 20, bouthillier: 16, fewest: 4, method: "simulation" });
    expect(needed.seeds).toBeGreaterThanOrEqual(17);
    expect(needed.seeds).toBeLessThanOrEqual(19);
    expect(needed.power).toBeGreaterThanOrEqual(0.8);
    expect(a12).toBeCloseTo(0.7602, 4);
    expect(await power("--difference 1")).toMatch(/^ +– +1 +0\.76 +1[789] +17 +20 +16$/m);
  });

  test("differences in points are deviations of the deviation given; more comparisons take more seeds", async () => {
    const one = (await facts("--difference 0.5 --deviation 0.25")).differences[0];
    expect(one).toMatchObject({ difference: 0.5, deviations: 2 });
    const many = await facts("--difference 0.5 --deviation 0.25 --comparisons 28");
    expect(many.correctedAlpha).toBeCloseTo(0.05 / 28, 12);
    expect(many.fewest).toBe(7);
    expect(many.differences[0].needed.seeds).toBeGreaterThan(one.needed.seeds);
    expect(many.differences[0].needed.seeds).toBeGreaterThanOrEqual(7);
  });

  test("says what so many seeds find, and that few find nothing", async () => {
    const { detectable, differences } = await facts("--seeds 5");
    expect(differences).toEqual([]);
    expect(detectable.deviations).toBeGreaterThan(2);
    expect(detectable.deviations).toBeLessThan(2.6);
    expect((await facts("--seeds 3")).detectable).toMatchObject({ deviations: null });
    expect(await power("--seeds 3")).toContain(
      "3 seeds a side cannot find any difference at this level, however large",
    );
    expect((await facts("--seeds 1000")).detectable.deviations).toBeCloseTo(0.128, 2);
    expect((await facts("--seeds 5 --paired")).detectable.deviations).toBeNull();
    expect((await facts("--seeds 20 --difference 1")).detectable.power).toBeGreaterThan(0.8);
  });

  test("says what a study finds, which tests pairs of its seeds even where these move no two optimizers alike", async () => {
    const few = (await facts("--seeds 8 --difference 1")).detectable;
    const pairs = (await facts(`--seeds 8 --paired --difference ${Math.SQRT1_2}`)).detectable;
    expect(few.studyPower).toBe(pairs.power);
    expect(few.studyPower).toBeLessThan(few.power - 0.08);
    expect(pairs.studyPower).toBeNull();
    expect(await power("--seeds 8 --difference 1")).toMatch(
      /moves\s+no\s+two\s+optimizers\s+alike,\s+its\s+power\s+is\s+3\d/,
    );
    const unpaired = (await facts("--seeds 5 --difference 1")).detectable; // too few for pairs, so that the report tests as this promises
    expect(unpaired.studyPower).toBe(unpaired.power);
    expect(await power("--seeds 5 --difference 1")).not.toContain("pairs of its shared seeds");
    expect(await power("--difference 1")).toMatch(/With\s+1[789]\s+seeds\s+a\s+study\s+tests\s+pairs/);
  });

  test("takes spread, seeds and comparisons from a run", async () => {
    const found = await facts("seeds");
    expect(found).toMatchObject({ comparisons: 3, run: { study: "seeds", seeds: 6 }, detectable: { seeds: 6 } });
    const spreads = found.run.optimizers.map(({ deviation }: { deviation: number }) => deviation ** 2);
    expect(found.deviation ** 2).toBeCloseTo((spreads[0] + spreads[1] + spreads[2]) / 3, 12); // all have six seeds
    expect(found.differences.map(({ deviations }: { deviations: number }) => deviations)).toEqual([0.5, 1, 1.5, 2, 3]);
    const asked = (await facts("seeds --difference 0.5")).differences[0];
    expect(asked.deviations).toBeCloseTo(0.5 / found.deviation, 12);
    const text = await power("seeds --difference 0.5");
    expect(text).toContain(`pooled: ${found.deviation.toFixed(3)} percentage points of test accuracy`);
    expect(text).toContain("over 3 comparisons (Holm)");
    const pairs = await facts("seeds --paired --difference 1");
    expect(pairs.deviation).not.toBe(found.deviation);
    expect(pairs).toMatchObject({ design: "paired", fewest: 7 });
  });

  test("a run of one seed has no spread of its own, but takes one", async () => {
    await expect(power("alone --difference 1")).rejects.toThrow("alone shows no spread over seeds");
    expect(await facts("alone --difference 0.4 --deviation 0.2")).toMatchObject({
      comparisons: 3,
      run: { pooled: null },
    });
    expect(await power("alone --difference 0.4 --deviation 0.2")).toContain("1 seed a side cannot find any difference");
  });

  test.each([
    ["--paired", "A power needs a difference (--difference 1"],
    ["--difference 0", "--difference needs a number above 0"],
    ["--difference 0.0001", "be found by a million seeds at most"],
    ["--difference 1 --power 1", "--power needs a number above 0 and below 1"],
    ["nowhere", 'There is no run "nowhere" here.'],
  ])("refuses %s in a sentence", async (line, sentence) => {
    await expect(power(line)).rejects.toThrow(sentence);
  });
});
