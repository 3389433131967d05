/** A worker of a study on a server is killed without a word: its trial is begun again elsewhere, and the records are those of a plain run. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { dumpRecords } from "../../src/records/dump.ts";
import { openStorage } from "../../src/records/open.ts";
import { newDatabase, postgres } from "../postgres/database.ts";
import { writeSampleFashion } from "../samples/fashion.ts";
import { runCli, startCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

const study = `name: shared
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 60, batchSize: 16, checkpointEverySteps: 40 }
optimizers:
  - { name: lion, lr: [0.001, 0.0003] }
  - { name: sgd, lr: [0.1, 0.01] }
`;

function machine(name: string): { readonly cwd: string; readonly env: { readonly [name: string]: string } } {
  const cwd = join(folder.path, name);
  mkdirSync(cwd, { recursive: true });
  writeSampleFashion(join(cwd, "data"), { train: 600, test: 50 });
  writeFileSync(join(cwd, "shared.yaml"), study);
  return { cwd, env: { LIONLAB_DATA: join(cwd, "data") } };
}

async function dumpOf(target: string): Promise<string> {
  const storage = await openStorage(target, { mode: "read" });
  try {
    return await dumpRecords(storage);
  } finally {
    await storage.close();
  }
}

describe.skipIf(postgres === null)("a worker that is killed", () => {
  it("costs its trials what came after their last checkpoints, and nothing of the records", async () => {
    const url = await newDatabase();
    const home = startCli(["compare", "shared.yaml", "--storage", url, "--workers", "1", "--json"], machine("home"));
    const doomed = startCli(["worker", "--storage", url, "--slots", "1"], machine("doomed"));
    await doomed.seen("shared: took a trial");
    const storage = await openStorage(url, { mode: "read" });
    await expect
      .poll(
        async () =>
          (await storage.listTrials("shared")).filter(({ epochsDone, result }) => epochsDone > 2 && result === null)
            .length,
        {
          timeout: 120_000,
        },
      )
      .toBe(2); // the trial of each machine is under way
    await storage.close();
    doomed.child.kill("SIGKILL");
    await doomed.ended;
    const { code, out, err } = await home.ended;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const retries = out.split("\n").filter((line) => line.includes('"kind":"retry"'));
    expect(retries).toHaveLength(1);
    expect(retries[0]).toMatch(/The worker on .* that had this trial ended or cannot be reached\./);
    const plain = machine("plain");
    expect((await runCli(["compare", "shared.yaml", "--json"], plain)).code).toBe(0);
    expect(await dumpOf(url)).toBe(await dumpOf(join(plain.cwd, "runs/shared/study.sqlite")));
  });
});
