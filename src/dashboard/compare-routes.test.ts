/** Studies side by side: what is told of each, and of those that are not there nothing. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { storeStudy } from "../../test/samples/stored-study.ts";
import { compareRoutes } from "./compare-routes.ts";
import { RunLibrary } from "./library.ts";
import type { ComparedStudy } from "./views.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-compare-"));
const library = new RunLibrary([folder]);
const app = compareRoutes(library);
const compare = async (ids: string) => (await (await app.request(`/api/compare?ids=${ids}`)).json()) as ComparedStudy[];

beforeAll(async () => {
  for (const [name, epochs] of [
    ["short", 1],
    ["long", 4],
  ] as const)
    await storeStudy(
      join(folder, name, "study.sqlite"),
      syntheticStudy({ optimizers: ["lion"], rates: 2, epochs, name }),
    );
});
afterAll(async () => {
  await library.close();
  rmSync(folder, { recursive: true });
});

it("tells settings by their paths and the trials that judge, in the order that was asked for", async () => {
  const { runs } = await library.list();
  const ids = ["short", "long"].map((name) => runs.find((run) => run.name === name)!.id);
  const studies = await compare([...ids, ids[0], "0123456789abcdef", "..", ""].join(","));
  expect(studies.map(({ summary }) => summary.name)).toEqual(["short", "long"]);
  expect(studies.map(({ settings }) => settings["training.epochs"])).toEqual(["1", "4"]);
  expect(studies[0]!.settings).toMatchObject({ "data.name": expect.any(String), "schedule.kind": expect.any(String) });
  expect(Object.keys(studies[0]!.settings).some((path) => /^(optimizer|lr|seed)/.test(path))).toBe(false);
  expect(studies[1]!.rows.map(({ epochsDone, phase }) => [epochsDone, phase])).toEqual([
    [4, "evaluation"],
    [2, "evaluation"], // it diverged
  ]);
  expect(await compare("")).toEqual([]);
});
