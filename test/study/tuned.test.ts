import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { coordinate, fakeTunedStudy, temporaryFolder } from "./harness.ts";
import { expectSameUnderKills } from "./tuned-kills.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

test.each(["tpe"])("%s: killed in both phases, with one worker and with two, the records are the same", (sampler) =>
  expectSameUnderKills(folder.path, sampler),
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

test("survivors of halving go on from where they were, and no checkpoint stays behind", async () => {
  const study = { ...(fakeTunedStudy({ sampler: "halving", trials: 4 }) as object), training: { epochs: 6 } };
  const order = { folder: join(folder.path, "halving"), study, workers: 2 };
  const lines = await coordinate(order, { stepMilliseconds: 0 }).ended;
  const starts = lines.flatMap(({ event }) => (event?.kind === "started" ? [event.resumedFromStep] : []));
  expect(starts).toEqual([...Array(8).fill(0), 16, 16, ...Array(4).fill(0)]);
  expect(lines.at(-1)).toMatchObject({ kind: "ended", progress: { done: 14, total: 14 } });
  expect(readdirSync(join(order.folder, "checkpoints"))).toEqual([]);
});
