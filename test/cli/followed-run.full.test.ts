/** Runs that one process coordinates and others follow: whoever coordinates is killed, or the run is cancelled; records stay those of a plain run. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asSuperuser, newDatabase, postgres } from "../postgres/database.ts";
import { type CliProcess, runCli, startCli } from "./run-cli.ts";
import { discoveriesOf, dumpOf, type Machine, Machines } from "./shared-machines.ts";

const study = `name: shared
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 4, batchSize: 16, checkpointEverySteps: 20 }
optimizers: [{ name: sgd, lr: [0.1, 0.01, 1e30] }, { name: lion, lr: [0.001, 0.0003] }]
`;
const discovery = `name: small
methods: [evolution]
tasks: [mlp-short]
budget: { evaluations: 400 }
evolution: { population: 20, lag: 16, tournament: 4 }
funnel: null
simplify: null
`;

const machines = new Machines(study);
const under: CliProcess[] = [];
afterAll(() => {
  for (const { child } of under) child.kill("SIGKILL");
  machines.dispose();
});

function machine(name: string): Machine {
  const made = machines.add(name);
  writeFileSync(join(made.cwd, "small.yaml"), discovery);
  return made;
}

function start(name: string, ...words: readonly string[]): CliProcess {
  const process = startCli([...words, "--workers", "1"], machine(name));
  under.push(process);
  return process;
}

describe("a study in a file that several processes were given", () => {
  it("is followed, and gone on with when the first one is interrupted, and when the next one is killed", async () => {
    const compare = ["compare", "shared.yaml"];
    const first = start("file", ...compare);
    await first.seen("5 trials");
    const [second, third] = [start("file", ...compare), start("file", ...compare, "--json")];
    await second.seen(`Process ${first.child.pid} on `);
    await third.seen('{"kind":"following"');
    third.child.kill("SIGINT");
    expect(await third.ended).toMatchObject({ code: 130, err: "" });
    first.child.kill("SIGINT");
    expect(await first.ended).toMatchObject({ code: 130, err: expect.stringContaining("Stopped with") });
    await second.seen("shared is not coordinated any more");
    const last = start("file", ...compare);
    await last.seen(`Process ${second.child.pid} on `);
    second.child.kill("SIGKILL");
    const { code, err, out } = await last.ended;
    expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^Report: runs\/shared\/report\/report\.html$/m);
    const plain = machine("alone");
    expect((await runCli(["compare", "shared.yaml", "--json"], plain)).code).toBe(0);
    const [records, others] = [machine("file"), plain].map(({ cwd }) => dumpOf(join(cwd, "runs/shared/study.sqlite")));
    expect(await records).toBe(await others);
  });
});

describe.skipIf(postgres === null)("a run that several processes were given", () => {
  let plain: string;
  beforeAll(async () => {
    const home = machine("plain");
    expect((await runCli(["compare", "shared.yaml", "--workers", "2", "--json"], home)).code).toBe(0);
    plain = await dumpOf(join(home.cwd, "runs/shared/study.sqlite"));
  });

  it("is gone on with by one follower when its coordinator is killed, and by the other when that one is", async () => {
    const url = await newDatabase();
    const compare = ["compare", "shared.yaml", "--storage", url];
    const first = start("first", ...compare);
    await first.seen("5 trials");
    const followers = [start("second", ...compare), start("third", ...compare)] as const;
    await Promise.all(followers.map((each) => each.seen(`Process ${first.child.pid} on `)));
    first.child.kill("SIGKILL");

    const told = `SELECT record::json->>'pid' AS pid FROM lionlab.progress`;
    const runner = async () => Number(((await asSuperuser(told, url)) as { pid: string }[])[0]?.pid);
    const pids = followers.map(({ child }) => child.pid);
    await expect.poll(async () => pids.includes(await runner()), { timeout: 60_000 }).toBe(true);

    const doomed = followers[pids.indexOf(await runner())]!;
    const last = followers.find((each) => each !== doomed)!;
    doomed.child.kill("SIGKILL");
    const { code, err, out } = await last.ended;
    expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
    expect(err).toContain("shared is not coordinated any more");
    expect(out).toContain("Report: ");
    expect(await dumpOf(url)).toBe(plain);
  });

  it("is not gone on with when it is cancelled, but ends for all who follow it", async () => {
    const url = await newDatabase();
    const longer = ["compare", "shared.yaml", "--seeds", "6"]; // so that it is cancelled before it ends, on any machine
    const compare = [...longer, "--storage", url];
    const first = start("asking", ...compare);
    await first.seen("30 trials");
    const second = start("looking", ...compare);
    await second.seen(`Process ${first.child.pid} on `);
    expect((await runCli(["cancel", "shared", "--storage", url], machine("asking"))).code).toBe(0);
    for (const { code, err } of [await first.ended, await second.ended])
      expect({ code, err }).toEqual({
        code: 130,
        err: expect.stringMatching(/^Stopped with \d+ of 30 trials done\. To go on: npx lionlab compare shared\.yaml/m),
      });
    const again = await runCli([...compare, "--json"], machine("asking"));
    expect(again.code).toBe(0);
    const home = machine("longer");
    expect((await runCli([...longer, "--workers", "2"], home)).code).toBe(0);
    expect(await dumpOf(url)).toBe(await dumpOf(join(home.cwd, "runs/shared/study.sqlite")));
  });

  it("is a discovery too, which a follower ends with what its coordinator would print", async () => {
    const url = await newDatabase();
    const discover = ["discover", "small.yaml", "--storage", url];
    const first = start("one", ...discover);
    await first.seen("1 search.");
    const [second, json] = [start("two", ...discover), start("three", ...discover, "--json")];
    await second.seen(`Process ${first.child.pid} on `);
    await json.seen('{"kind":"following"');
    const other = await runCli([...discover, "--budget", "500e"], machine("other"));
    expect([other.code, other.err]).toEqual([2, expect.stringContaining("differs in budget.evaluations; ")]);
    first.child.kill("SIGKILL");
    const [shown, told] = [await second.ended, await json.ended];
    expect([shown.code, told.code]).toEqual([0, 0]);
    expect(shown.out).toContain("Report: runs/small/report/report.html");
    expect(JSON.parse(told.out.trim().split("\n").at(-1)!)).toMatchObject({
      kind: "result",
      programs: expect.any(Array),
    });
    const plainly = machine("plainly");
    expect((await runCli(["discover", "small.yaml", "--json"], plainly)).code).toBe(0);
    expect(await discoveriesOf(url)).toBe(await discoveriesOf(join(plainly.cwd, "runs/small/discovery.sqlite")));
  });
});
