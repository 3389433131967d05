/** A worker of a study on a server is killed without a word: its trial is begun again elsewhere, and the records are those of a plain run. */
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openStorage } from "../../src/records/open.ts";
import { newDatabase, postgres } from "../postgres/database.ts";
import { runCli, startCli } from "./run-cli.ts";
import { dumpOf, Machines } from "./shared-machines.ts";

const study = `name: shared
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 60, batchSize: 16, checkpointEverySteps: 40 }
optimizers:
  - { name: lion, lr: [0.001, 0.0003] }
  - { name: sgd, lr: [0.1, 0.01] }
`;

const machines = new Machines(study);
afterAll(() => machines.dispose());

describe.skipIf(postgres === null)("a worker that is killed", () => {
  it("costs its trials what came after their last checkpoints, and nothing of the records", async () => {
    const url = await newDatabase();
    const home = startCli(
      ["compare", "shared.yaml", "--storage", url, "--workers", "1", "--json"],
      machines.add("home"),
    );
    const doomed = startCli(["worker", "--storage", url, "--slots", "1"], machines.add("doomed"));
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
    const plain = machines.add("plain");
    expect((await runCli(["compare", "shared.yaml", "--json"], plain)).code).toBe(0);
    expect(await dumpOf(url)).toBe(await dumpOf(join(plain.cwd, "runs/shared/study.sqlite")));
  });
});
