import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { openStorage } from "../open.ts";
import { sampleEpoch, sampleResult, sampleStudy, sampleTrial } from "../samples.ts";

/** What happens after each statement that reads rows. */
let afterRows: () => void = () => {};

vi.mock("./engine.ts", async (original) => {
  const engine = await original<typeof import("./engine.ts")>();
  return {
    ...engine,
    statementsOf: (...given: Parameters<typeof engine.statementsOf>) => {
      const watched = (statement: import("./engine.ts").RowStatement) => {
        const watch =
          <T>(read: (...values: readonly unknown[]) => T) =>
          (...values: readonly unknown[]) => {
            const rows = read.apply(statement, values as unknown[]);
            afterRows();
            return rows;
          };
        return {
          get: statement.get.bind(statement),
          run: statement.run.bind(statement),
          all: watch(statement.all),
          lists: watch(statement.lists),
        };
      };
      return new Proxy(engine.statementsOf(...given), { get: (all, name: string) => watched(all[name]!) });
    },
  };
});

test("what another process writes between the statements of a reading is seen wholly or not at all", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-snapshot-"));
  const path = join(folder, "study.sqlite");
  const trial = sampleTrial(1);
  const writer = await openStorage(path, { mode: "run" });
  await writer.putStudy(sampleStudy([trial]), [trial]);
  await writer.appendEpoch(trial.key, sampleEpoch(1));
  const reader = await openStorage(path, { mode: "read" });
  const written: Promise<void>[] = [];
  const during = async <T>(write: () => Promise<void>, read: () => Promise<T>): Promise<T> => {
    afterRows = () => {
      afterRows = () => {};
      written.push(write()); // it writes before it first waits
    };
    const found = await read();
    await Promise.all(written);
    return found;
  };
  const append = () => writer.appendEpoch(trial.key, sampleEpoch(2));
  const finish = () => writer.finishTrial(trial.key, sampleResult(2));
  const [loaded] = await during(append, () => reader.loadTrials("sample"));
  expect(loaded!.epochs).toHaveLength(1);
  const [listed] = await during(finish, () => reader.listTrials("sample"));
  expect(listed).toMatchObject({ epochsDone: 2, result: null, best: null });
  expect(written).toHaveLength(2);
  expect((await reader.listTrials("sample"))[0]).toMatchObject({ best: { epoch: 2 }, result: { epochs: 2 } });
  await Promise.all([reader.close(), writer.close()]);
  rmSync(folder, { recursive: true });
});
