/** Two studies of one server that share a trial: it is computed once, and the other run takes its result, or goes on with it where its run is gone. */
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { newDatabase, postgres } from "../postgres/database.ts";
import { coordinate, dumpAt, fakeStudy, temporaryFolder } from "./harness.ts";

const root = temporaryFolder();
afterAll(() => root.dispose());

const studyOf = (name: string, rates: readonly number[]) => ({ ...(fakeStudy(rates, { epochs: 3 }) as object), name });

describe.skipIf(postgres === null)("a trial that two studies of a server share", () => {
  it("is computed by one of them at a time", async () => {
    const storage = await newDatabase();
    const orderOf = (name: string, rates: readonly number[], target = storage) => {
      const study = studyOf(name, rates);
      return { folder: root.path, storage: target, checkpoints: join(root.path, "checkpoints"), study, workers: 1 };
    };
    const first = coordinate(orderOf("first", [1, 4]), { stepMilliseconds: 200 });
    await first.seen(({ event }) => event?.kind === "started");
    const second = coordinate(orderOf("second", [1, 2]));
    await second.seen(({ kind }) => kind === "waiting");
    const taken = await second.ended;
    expect(taken.filter(({ kind }) => kind === "waiting")).toMatchObject([
      { sentence: expect.stringMatching(/^Trials of this study are computed by the run of another study right now: /) },
    ]);
    expect(taken.at(-1)).toMatchObject({ kind: "ended", outcome: "complete", progress: { done: 2, total: 2 } });
    const told = (lines: typeof taken, kind: string) =>
      lines.filter(({ event }) => event?.kind === kind).map(({ lr }) => lr);
    expect([told(taken, "started"), told(taken, "finished")]).toEqual([[2], [2, 1]]);
    await first.seen(({ event, lr }) => event?.kind === "checkpoint" && lr === 4);

    const third = coordinate(orderOf("third", [4]));
    await third.seen(({ kind }) => kind === "waiting");
    first.process.kill("SIGKILL");
    await first.ended;
    const gone = await third.ended;
    expect(told(gone, "started")).toEqual([4]);
    expect(gone.at(-1)).toMatchObject({ kind: "ended", outcome: "complete", progress: { done: 1, total: 1 } });

    const plain = await newDatabase();
    for (const [name, rates] of [
      ["first", [1, 4]],
      ["second", [1, 2]],
      ["third", [4]],
    ] as const)
      await coordinate(orderOf(name, rates, plain)).ended;
    expect(await dumpAt(storage)).toBe(await dumpAt(plain));
  });
});
