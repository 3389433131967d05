import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { followedDuring } from "./following.ts";
import { coordinate, dumpOf, fakeStudy, temporaryFolder } from "./harness.ts";
import { killableStudy, runUnderKills } from "./killing.ts";
import { realStudy } from "./real-study.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

const study = fakeStudy([0.1, 0.2, 0.3, 99, 0.5]);

test("three kills, and one worker instead of two, leave the same records byte for byte, and who followed was told all of them", async () => {
  const undisturbed = { folder: join(folder.path, "undisturbed"), study, workers: 1 };
  expect((await coordinate(undisturbed).ended).at(-1)).toMatchObject({ kind: "ended", outcome: "complete" });
  const expected = await dumpOf(undisturbed.folder);
  expect(expected.match(/"state":"finished"/g)).toHaveLength(4);
  expect(expected.match(/"state":"diverged"/g)).toHaveLength(1);

  const run = killableStudy({ study, workers: 2 }, { stepMilliseconds: 100 });
  const place = join(folder.path, "killed");
  const running = runUnderKills(run, {
    folder: place,
    kills: 3,
    seed: 1,
    moment: { reached: (lines, kills) => lines.filter(({ kind }) => kind === "trial").length >= [9, 9, 25][kills]! },
  });
  const { told, recorded } = await followedDuring(running, { folder: place, study: "fake" });
  const { dump, killed } = await running;
  expect(killed).toEqual(["coordinator", "worker", "all"]);
  expect(dump).toBe(expected);
  expect(told).toEqual(recorded);
});

test("the real trainer leaves the same records with one worker, with two, and killed in between", async () => {
  const order = await realStudy(folder.path, { epochs: 3 });
  const one = { ...order, folder: join(folder.path, "one"), workers: 1 };
  expect((await coordinate(one).ended).at(-1)).toMatchObject({
    kind: "ended",
    outcome: "complete",
    progress: { done: 3 },
  });
  const expected = await dumpOf(one.folder);
  expect(expected.match(/"state":"(finished|diverged)"/g)?.sort()).toEqual([
    '"state":"diverged"',
    '"state":"finished"',
    '"state":"finished"',
  ]);
  const two = { ...order, folder: join(folder.path, "two"), workers: 2 };
  const first = coordinate(two);
  await first.seen(({ event }) => event?.kind === "epoch");
  first.process.kill("SIGKILL");
  await first.ended;
  expect((await coordinate(two).ended).at(-1)).toMatchObject({ kind: "ended", outcome: "complete" });
  expect(await dumpOf(two.folder)).toBe(expected);
});
