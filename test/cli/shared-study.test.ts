/**
 * A study on a server, worked on by processes in folders of their own: one leaves in the middle, another comes, and the records are those of a
 * plain run on a file.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dumpRecords } from "../../src/records/dump.ts";
import { openStorage } from "../../src/records/open.ts";
import { newDatabase, postgres } from "../postgres/database.ts";
import { writeSampleFashion } from "../samples/fashion.ts";
import { type CliProcess, runCli, startCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const study = `name: shared
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 2, batchSize: 16, checkpointEverySteps: 20 }
optimizers:
  - { name: lion, lr: [0.001, 0.0003] }
  - { name: adam, lr: [0.001, 0.0003] }
  - { name: sgd, lr: [0.1, 1e30] }
seeds: [0, 1]
`;

/** A machine: a folder that holds the data and, where it begins studies, the study. */
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

describe.skipIf(postgres === null)("a study on a server", () => {
  let url: string;
  let plain: string;
  const under: CliProcess[] = [];
  const start = (args: readonly string[], setup: { readonly cwd: string }): CliProcess => {
    const process = startCli(args, setup);
    under.push(process);
    return process;
  };

  beforeAll(async () => {
    url = await newDatabase();
    const home = machine("plain");
    const { code, err } = await runCli(["compare", "shared.yaml", "--workers", "2"], home);
    expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
    plain = await dumpOf(join(home.cwd, "runs/shared/study.sqlite"));
  });
  afterAll(() => {
    for (const { child } of under) child.kill("SIGKILL");
    folder.dispose();
  });

  it("has workers of a server alone, and has no status where nothing was ever shared", async () => {
    const { cwd } = machine("nowhere");
    const worker = await runCli(["worker", "--storage", "study.sqlite"], { cwd });
    expect([worker.code, worker.err]).toEqual([
      2,
      "lionlab: Cannot take work from a file, which one machine has: give --storage postgresql://ROLE@HOST/DATABASE, or set LIONLAB_STORAGE.\n",
    ]);
    const status = await runCli(["status", "--storage", await newDatabase()], { cwd });
    expect([status.code, status.err]).toEqual([
      2,
      expect.stringMatching(/^lionlab: No jobs were ever queued at postgresql:/),
    ]);
  });

  it("is done by workers that come and go, with the records of a plain run", async () => {
    const [first, second, third] = ["first", "second", "third"].map(machine) as [
      ReturnType<typeof machine>,
      ReturnType<typeof machine>,
      ReturnType<typeof machine>,
    ];
    const leaving = start(["worker", "--storage", url, "--slots", "1"], first);
    await leaving.seen("takes work from");
    const home = start(["compare", "shared.yaml", "--storage", url, "--workers", "1"], machine("home"));
    await leaving.seen("shared: took a trial");
    const staying = start(["worker", "--storage", url, "--slots", "1"], second);
    await staying.seen("shared: took a trial");
    const told = await runCli(["status", "--storage", url], second);
    expect({ code: told.code, err: told.err }).toEqual({ code: 0, err: "" });
    expect(told.out).toMatch(/: 1 study, 3 workers with 3 slots, \d+ jobs under way, \d+ waiting\.\n/);
    expect(told.out).toMatch(/^shared +\d+\/12 +0 +running /m);
    expect(told.out).toMatch(/ shared: trial, \d+ s$/m);
    leaving.child.kill("SIGTERM");
    const left = await leaving.ended;
    expect({ code: left.code, err: left.code === 0 ? "" : left.err }).toEqual({ code: 0, err: "" });
    const coming = start(["worker", "--storage", url, "--slots", "1"], third);
    const { code, err } = await home.ended;
    expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
    expect(await dumpOf(url)).toBe(plain);
    for (const worker of [staying, coming]) {
      worker.child.kill("SIGTERM");
      expect((await worker.ended).code).toBe(0);
    }
  });
});
