/** A program's study on a server: the same records as in a file, and read again from there. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { dumpOf } from "../cli/shared-machines.ts";
import { newDatabase, postgres } from "../postgres/database.ts";
import { writeSampleFashion } from "../samples/fashion.ts";
import { build } from "../study/harness.ts";

const { planStudy, readRun, runStudy }: typeof import("../../src/library/index.ts") = await import(
  pathToFileURL(join(build, "library", "index.js")).href
);

const home = mkdtempSync(join(tmpdir(), "lionlab-served-study-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe.skipIf(postgres === null)("a study of a program", () => {
  test("keeps its records on the server that it names, where they are those of a file", async () => {
    const dataDir = writeSampleFashion(join(home, "data"), { train: 200, test: 20 });
    const study = {
      name: "mine",
      data: { name: "fashion-mnist" },
      model: "fashion-cnn",
      training: { epochs: 1, batchSize: 20 },
      optimizers: [{ name: "lion", lr: 0.001 }],
      seeds: [0, 1],
    };
    const storage = await newDatabase();
    for (const where of [{ folder: join(home, "file") }, { folder: join(home, "served"), storage }]) {
      const kinds: string[] = [];
      for await (const event of runStudy(await planStudy(study, { dataDir }), { ...where, workers: 1 }))
        kinds.push(event.kind);
      expect(kinds.at(-1)).toBe("ended");
    }
    expect(await dumpOf(storage)).toBe(await dumpOf(join(home, "file", "study.sqlite")));
    const { trials } = await readRun(storage, { name: "mine" });
    expect(trials.map(({ state }) => state)).toEqual(["finished", "finished"]);
  });
});
