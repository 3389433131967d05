import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { samplerNames } from "../../src/study/samplers/index.ts";
import { coordinate, dumpOf, type StudyLine, temporaryFolder } from "./harness.ts";
import { realStudy } from "./real-study.ts";
import { expectSameUnderKills } from "./tuned-kills.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

test.each(samplerNames)(
  "%s: killed in both phases, with one worker and with two, the records are the same",
  (sampler) => expectSameUnderKills(folder.path, sampler),
);

test("the real trainer: survivors of halving go on, with one worker and with two, killed between, to the same records", async () => {
  const { study, ...order } = await realStudy(folder.path, { epochs: 3 });
  const tuned = {
    ...(study as object),
    tuning: { sampler: "halving", trials: 3 },
    evaluation: { seeds: 1 },
    optimizers: ["lion", { name: "sgd", lr: { centre: 0.1 } }],
  };
  const one = { ...order, study: tuned, folder: join(folder.path, "real-one"), workers: 1 };
  expect((await coordinate(one).ended).at(-1)).toMatchObject({ outcome: "complete", progress: { done: 10 } });
  const expected = await dumpOf(one.folder);
  const two = { ...one, folder: join(folder.path, "real-two"), workers: 2 };
  const resumed = ({ event }: StudyLine) => (event?.resumedFromStep ?? 0) > 0;
  const first = coordinate(two);
  await first.seen(resumed);
  first.process.kill("SIGKILL");
  expect((await first.ended).some(resumed)).toBe(true);
  expect((await coordinate(two).ended).at(-1)).toMatchObject({ outcome: "complete" });
  expect(await dumpOf(two.folder)).toBe(expected);
});
