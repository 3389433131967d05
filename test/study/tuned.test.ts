import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { samplerNames } from "../../src/study/samplers/index.ts";
import { coordinate, dumpOf, fakeTunedStudy, temporaryFolder } from "./harness.ts";
import { killableStudy, runUnderKills } from "./killing.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

/** Records of a study that was left alone. */
async function undisturbed(study: unknown, name: string, workers: number): Promise<string> {
  const order = { folder: join(folder.path, name), study, workers };
  expect((await coordinate(order, { stepMilliseconds: 0 }).ended).at(-1)).toMatchObject({
    kind: "ended",
    outcome: "complete",
  });
  return dumpOf(order.folder);
}

test.each(samplerNames)(
  "%s: killed in both phases, with one worker and with two, the records are the same",
  async (sampler) => {
    const study = fakeTunedStudy({ sampler, trials: 6, seeds: 1 });
    const expected = await undisturbed(study, `${sampler}-one`, 1);
    expect(await undisturbed(study, `${sampler}-two`, 2)).toBe(expected);
    const trials = expected.split("\n").filter((line) => line.includes('"state"'));
    const judged = trials.filter((line) => !line.includes('"test":"never"'));
    expect(judged).toHaveLength(4);
    expect(judged.every((line) => /"seed":100[01],/.test(line) && /"test":\{"accuracy"/.test(line))).toBe(true);
    const tuned = trials.filter((line) => line.includes('"test":"never"'));
    expect(tuned.length).toBeGreaterThanOrEqual(10);
    expect(tuned.every((line) => line.includes('"seed":0,') && line.includes('"test":null'))).toBe(true);

    // The first kill comes while it tunes, the second as the winners are about to be known, the third while they are judged.
    const ended = (lines: readonly { readonly kind: string; readonly event?: { readonly kind: string } }[]) =>
      lines.filter(({ kind, event }) => kind === "trial" && event?.kind === "finished").length;
    const judging = (lines: readonly object[]) => lines.some((line) => "phase" in line && line.phase === "evaluation");
    const { dump, killed } = await runUnderKills(killableStudy({ study, workers: 2 }, { stepMilliseconds: 2 }), {
      folder: join(folder.path, `${sampler}-killed`),
      kills: 3,
      seed: 1,
      moment: {
        reached: (lines, kills) => (kills === 0 ? ended(lines) >= 3 : kills === 1 ? ended(lines) >= 1 : judging(lines)),
      },
    });
    expect(killed).toEqual(["coordinator", "worker", "all"]);
    expect(dump).toBe(expected);
  },
);

test("the phases are told, once each, and the whole counts what is still to come", async () => {
  const order = { folder: join(folder.path, "told"), study: fakeTunedStudy({ trials: 3 }), workers: 2 };
  const lines = await coordinate(order, { stepMilliseconds: 0 }).ended;
  expect(lines[0]).toMatchObject({ kind: "started", progress: { done: 0, total: 10 } });
  expect(lines.filter(({ kind }) => kind === "phase")).toMatchObject([
    { phase: "tuning", trials: 6 },
    { phase: "evaluation", trials: 4, progress: { done: 6, total: 10 } },
  ]);
  expect(lines.at(-1)).toMatchObject({ kind: "ended", progress: { done: 10, total: 10 } });
});
