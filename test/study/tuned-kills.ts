/**
 * Tests of studies that tune: killed in both phases, and with other numbers of workers. What the quick tests and the long ones share.
 */
import { join } from "node:path";
import { expect } from "vitest";
import { coordinate, dumpOf, fakeTunedStudy } from "./harness.ts";
import { killableStudy, runUnderKills } from "./killing.ts";

/** Records of a study that was left alone. */
async function undisturbed(study: unknown, folder: string, workers: number): Promise<string> {
  const order = { folder, study, workers };
  expect((await coordinate(order, { stepMilliseconds: 0 }).ended).at(-1)).toMatchObject({
    kind: "ended",
    outcome: "complete",
  });
  return dumpOf(order.folder);
}

/** Kills a study of the fake trainer while it tunes, as its winners are about to be known, and while they are judged; the records are the same. */
export async function expectSameUnderKills(folder: string, sampler: string): Promise<void> {
  const study = fakeTunedStudy({ sampler, trials: 12, seeds: 1 });
  const expected = await undisturbed(study, join(folder, `${sampler}-one`), 1);
  expect(await undisturbed(study, join(folder, `${sampler}-two`), 2)).toBe(expected);
  const trials = expected.split("\n").filter((line) => line.includes('"state"'));
  const judged = trials.filter((line) => !line.includes('"test":"never"'));
  expect(judged).toHaveLength(4);
  expect(judged.every((line) => /"seed":100[01],/.test(line) && /"test":\{"accuracy"/.test(line))).toBe(true);
  const tuned = trials.filter((line) => line.includes('"test":"never"'));
  expect(tuned.length).toBeGreaterThanOrEqual(20);
  expect(tuned.every((line) => line.includes('"seed":0,') && line.includes('"test":null'))).toBe(true);

  // The first kill comes while it tunes, the second as the winners are about to be known, the third while they are judged.
  const ended = (lines: readonly { readonly kind: string; readonly event?: { readonly kind: string } }[]) =>
    lines.filter(({ kind, event }) => kind === "trial" && event?.kind === "finished").length;
  const judging = (lines: readonly object[]) => lines.some((line) => "phase" in line && line.phase === "evaluation");
  const { dump, killed } = await runUnderKills(killableStudy({ study, workers: 2 }, { stepMilliseconds: 2 }), {
    folder: join(folder, `${sampler}-killed`),
    kills: 3,
    seed: 1,
    moment: {
      reached: (lines, kills) => (kills === 0 ? ended(lines) >= 3 : kills === 1 ? ended(lines) >= 1 : judging(lines)),
    },
  });
  expect(killed).toEqual(["coordinator", "worker", "all"]);
  expect(dump).toBe(expected);
}
