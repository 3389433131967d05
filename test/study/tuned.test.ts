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
