/** A discovery that is left to the workers of a server, up to its last trials: its coordinator is killed, leaves, is told to stop; another goes on. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newDatabase, postgres } from "../postgres/database.ts";
import { type CliProcess, runCli, startCli } from "./run-cli.ts";
import { discoveriesOf, dumpOf, type Machine, Machines } from "./shared-machines.ts";

const discovery = `name: small
methods: [evolution]
tasks: [mlp-short]
budget: { evaluations: 200 }
evolution: { population: 20, lag: 16, tournament: 4 }
funnel:
  finalists: 1
  freshSeeds: 2
  rates: [1]
  full: { epochs: 1, batchSize: 32, seeds: 1, rates: [1] }
simplify: null
`;

const machines = new Machines("");

function machine(name: string): Machine {
  const made = machines.add(name);
  writeFileSync(join(made.cwd, "small.yaml"), discovery);
  return made;
}

describe.skipIf(postgres === null)("a discovery that is left to workers", () => {
  let plain: { readonly archive: string; readonly trials: string };
  const under: CliProcess[] = [];
  const workerOf = (url: string, name: string): CliProcess => {
    const process = startCli(["worker", "--storage", url, "--slots", "1"], machines.add(name));
    under.push(process);
    return process;
  };
  const recordsOf = async (url: string) => ({ archive: await discoveriesOf(url), trials: await dumpOf(url) });

  beforeAll(async () => {
    const url = await newDatabase();
    const [served, alone] = [machine("served"), machine("alone")];
    expect((await runCli(["discover", "small.yaml", "--storage", url, "--json"], served)).code).toBe(0);
    expect((await runCli(["discover", "small.yaml", "--json"], alone)).code).toBe(0);
    const archive = await discoveriesOf(join(alone.cwd, "runs/small/discovery.sqlite"));
    plain = { archive, trials: await dumpOf(url) }; // trials of a server name it in the command that reports them
  });
  afterAll(() => {
    for (const { child } of under) child.kill("SIGKILL");
    machines.dispose();
  });

  it("goes on when one coordinator is killed and then another, with the records of a plain run", async () => {
    const url = await newDatabase();
    const home = machine("home");
    const submitted = await runCli(["discover", "small.yaml", "--storage", url, "--detach"], home);
    expect([submitted.code, submitted.out]).toEqual([
      0,
      expect.stringMatching(
        /^Submitted small to postgresql:\S+: 1 search, 0 evaluations done\. No worker of lionlab \S+ is there yet: start one with npx lionlab worker, on any machine\.\nTo look on: npx lionlab status --follow, or npx lionlab discover show small --follow\n$/,
      ),
    ]);
    const doomed = workerOf(url, "doomed");
    await doomed.seen("small: takes evaluations");
    const again = startCli(["discover", "small.yaml", "--storage", url], home);
    under.push(again);
    await again.seen(`Process ${doomed.child.pid} on `);
    again.child.kill("SIGINT");
    expect((await again.ended).code).toBe(130);
    const next = workerOf(url, "next");
    await next.seen("takes work from");
    doomed.child.kill("SIGKILL"); // while it searches
    await next.seen("small: coordinates the run");
    await next.seen("small: took a trial");
    const staying = workerOf(url, "staying");
    await staying.seen("takes work from");
    next.child.kill("SIGKILL"); // while it judges
    await staying.seen("small: coordinates the run");
    await staying.seen("small: is done");
    staying.child.kill("SIGTERM");
    expect((await staying.ended).code).toBe(0);
    expect(await recordsOf(url)).toEqual(plain);
    expect(existsSync(join(machines.add("staying").cwd, "runs"))).toBe(false);
  });

  it("is handed over by a worker that leaves, stopped and gone on with, with the records of a plain run", async () => {
    const url = await newDatabase();
    const home = machine("asking");
    const ask = (...words: string[]) => runCli([...words, "--storage", url], home);
    expect((await ask("discover", "small.yaml", "--detach", "--priority", "2")).code).toBe(0);
    const first = workerOf(url, "first");
    await first.seen("small: takes evaluations");
    const second = workerOf(url, "second");
    await second.seen("takes work from");
    first.child.kill("SIGTERM");
    expect(await first.ended).toMatchObject({ code: 0, err: expect.stringContaining("small: gave the run back") });
    await second.seen("small: takes evaluations");
    const one = await ask("status", "small");
    expect({ code: one.code, err: one.err }).toEqual({ code: 0, err: "" });
    expect(one.out).toMatch(/^small: \d+ programs, \d+ of 200 evaluated, \d+\.\d % of the budget.*; (running|stopped)/);
    expect(one.out).toMatch(/^Submitted on \S+, lionlab \S+; coordinated on \S+, process \d+\. Priority 2\.$/m);
    expect(one.out).toMatch(/^evolution 0 +\d+ +\d+ /m);
    expect(await ask("cancel", "discovery:small")).toMatchObject({
      code: 0,
      out: expect.stringContaining("cancelled"),
    });
    await second.seen("small: was cancelled");
    expect((await ask("status")).out).toMatch(/^small +\d+ +\d+\/200 .* cancelled /m);
    expect((await ask("prioritise", "small", "--priority", "3")).out).toBe(
      "small has priority 3 now, where it had 2.\n",
    );
    expect(await ask("retry", "small")).toMatchObject({ code: 0, out: "small goes on: a worker takes it up.\n" });
    await second.seen("small: is done");
    expect((await ask("retry", "small")).err).toBe(
      "lionlab: There is nothing to try again: no part of small failed, and it is complete.\n",
    );
    expect(await recordsOf(url)).toEqual(plain);
    second.child.kill("SIGTERM");
    expect((await second.ended).code).toBe(0);
  });
});
