import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { coordinate, dumpOf, fakeStudy, temporaryFolder } from "./harness.ts";
import { killableStudy, runRoundsUnderKills } from "./killing.ts";
import { realStudy } from "./real-study.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

test("twenty-four kills of workers, coordinators and all leave the same records byte for byte", async () => {
  const study = fakeStudy([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 99, 0.8], { epochs: 8 });
  const undisturbed = { folder: join(folder.path, "undisturbed"), study, workers: 2 };
  expect((await coordinate(undisturbed).ended).at(-1)).toMatchObject({ kind: "ended", outcome: "complete" });
  const run = killableStudy({ study, workers: 2 }, { stepMilliseconds: 40 });
  const { dumps, killed } = await runRoundsUnderKills(run, {
    folder: join(folder.path, "killed"),
    kills: 24,
    seed: 2,
    moment: { longestMilliseconds: 900 },
  });
  expect(killed).toHaveLength(24);
  const expected = await dumpOf(undisturbed.folder);
  for (const dump of dumps) expect(dump).toBe(expected);
});

test("twenty kills of the real trainer leave the same records byte for byte", async () => {
  const order = await realStudy(folder.path, { epochs: 30 });
  const undisturbed = { ...order, folder: join(folder.path, "real"), workers: 1 };
  expect((await coordinate(undisturbed).ended).at(-1)).toMatchObject({ kind: "ended", outcome: "complete" });
  const { dumps, killed } = await runRoundsUnderKills(killableStudy({ ...order, workers: 2 }), {
    folder: join(folder.path, "real-killed"),
    kills: 20,
    seed: 3,
    moment: { longestMilliseconds: 2500 },
  });
  expect(killed).toHaveLength(20);
  const expected = await dumpOf(undisturbed.folder);
  for (const dump of dumps) expect(dump).toBe(expected);
});
