/** A study that is left to the workers of a server: one coordinates it and trains with its only slot, leaves or is killed, and another goes on. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newDatabase, postgres } from "../postgres/database.ts";
import { type CliProcess, runCli, startCli } from "./run-cli.ts";
import { dumpOf, Machines } from "./shared-machines.ts";

const study = `name: shared
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 2, batchSize: 16, checkpointEverySteps: 20 }
optimizers:
  - { name: lion, lr: [0.001, 0.0003] }
  - { name: sgd, lr: [0.1, 1e30] }
`;

const machines = new Machines(study);

describe.skipIf(postgres === null)("a study that is left to workers", () => {
  let url: string;
  let plain: string;
  const under: CliProcess[] = [];
  const worker = (name: string): CliProcess => {
    const process = startCli(["worker", "--storage", url, "--slots", "1"], machines.add(name));
    under.push(process);
    return process;
  };

  beforeAll(async () => {
    url = await newDatabase();
    const home = machines.add("plain");
    expect((await runCli(["compare", "shared.yaml", "--workers", "2", "--json"], home)).code).toBe(0);
    plain = await dumpOf(join(home.cwd, "runs/shared/study.sqlite"));
  });
  afterAll(() => {
    for (const { child } of under) child.kill("SIGKILL");
    machines.dispose();
  });

  it("is done by a worker that hands it over to another, with the records of a plain run", async () => {
    const home = machines.add("home");
    const compare = ["compare", "shared.yaml", "--storage", url];
    const submitted = await runCli([...compare, "--detach"], home);
    expect([submitted.code, submitted.out]).toEqual([
      0,
      expect.stringMatching(
        /^Submitted shared to postgresql:\S+: 4 trials, 0 done\. No worker of lionlab \S+ is there yet: start one with npx lionlab worker, on any machine\.\n/,
      ),
    ]);
    const first = worker("first");
    await first.seen("shared: coordinates the run");
    await first.seen("shared: took a trial");
    const again = startCli(compare, home);
    under.push(again);
    await again.seen(`Process ${first.child.pid} on `);
    again.child.kill("SIGINT");
    expect((await again.ended).code).toBe(130);
    const second = worker("second");
    await second.seen("takes work from");
    first.child.kill("SIGTERM");
    const left = await first.ended;
    expect({ code: left.code, err: left.err }).toEqual({ code: 0, err: expect.stringContaining("gave the run back") });
    await second.seen("shared: coordinates the run");
    await second.seen("shared: is done");
    expect((await runCli(["report", "shared", "--storage", url], home)).code).toBe(0);
    second.child.kill("SIGTERM");
    expect((await second.ended).code).toBe(0);
    expect(await dumpOf(url)).toBe(plain);
  });

  it("goes on when its coordinator is killed, with the records of a plain run", async () => {
    const other = await newDatabase();
    const start = (name: string): CliProcess => {
      const process = startCli(["worker", "--storage", other, "--slots", "1"], machines.add(name));
      under.push(process);
      return process;
    };
    const home = machines.add("away");
    expect((await runCli(["compare", "shared.yaml", "--storage", other, "--detach", "--json"], home)).code).toBe(0);
    const doomed = start("doomed");
    await doomed.seen("shared: took a trial");
    const staying = start("staying");
    await staying.seen("takes work from");
    doomed.child.kill("SIGKILL");
    await staying.seen("shared: coordinates the run");
    await staying.seen("shared: is done");
    staying.child.kill("SIGTERM");
    expect((await staying.ended).code).toBe(0);
    expect(await dumpOf(other)).toBe(plain);
  });

  it("ends when it is cancelled, and goes on when it is tried again, with the records of a plain run", async () => {
    const other = await newDatabase();
    const only = startCli(["worker", "--storage", other, "--slots", "1"], machines.add("only"));
    under.push(only);
    const home = machines.add("asking");
    const ask = (...words: string[]) => runCli([...words, "--storage", other], home);
    expect((await ask("compare", "shared.yaml", "--detach")).code).toBe(0);
    await only.seen("shared: took a trial");
    expect(await ask("cancel", "shared")).toMatchObject({ code: 0, out: expect.stringContaining("is cancelled") });
    await only.seen("shared: was cancelled");
    expect((await ask("status", "shared")).out).toMatch(
      /; cancelled\.\n\nSubmitted on \S+, lionlab \S+; nobody runs it\./,
    );
    expect((await ask("cancel", "shared")).err).toBe("lionlab: There is nothing to cancel: shared was cancelled.\n");
    expect(await ask("prioritise", "share", "--priority", "3")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/There is no run "share" at .*\. Did you mean shared\?/),
    });
    expect((await ask("prioritise", "shared", "--priority", "3")).out).toBe(
      "shared has priority 3 now, where it had 0.\n",
    );
    expect(await ask("retry", "shared")).toMatchObject({ code: 0, out: "shared goes on: a worker takes it up.\n" });
    await only.seen("shared: is done");
    expect((await ask("retry", "shared")).err).toBe(
      "lionlab: There is nothing to try again: no trial of shared failed, and it is complete.\n",
    );
    only.child.kill("SIGTERM");
    expect((await only.ended).code).toBe(0);
    expect(await dumpOf(other)).toBe(plain);
  });
});
