/** A discovery that is left to the workers of a server: what cannot be is refused, and a worker that has none of its data coordinates one to its end. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { newDatabase, postgres } from "../postgres/database.ts";
import { type CliProcess, runCli, startCli } from "./run-cli.ts";
import { discoveriesOf, type Machine, Machines } from "./shared-machines.ts";

const discovery = `name: small
seedProgram: ./own.py
methods: [evolution]
tasks: [next-character-short]
budget: { evaluations: 6 }
evolution: { population: 6, lag: 4, tournament: 2 }
funnel: null
simplify: null
`;
const own = `def train(w, g, m, lr):
  m = interp(g, m, 0.9)
  update = sign(m)
  lr = lr * 0.001
  update = update * lr
  return update, m
`;

const machines = new Machines("");

function machine(name: string): Machine {
  const made = machines.add(name);
  writeFileSync(join(made.cwd, "small.yaml"), discovery);
  writeFileSync(join(made.cwd, "own.py"), own);
  return made;
}

describe.skipIf(postgres === null)("a discovery that is left to workers", () => {
  const under: CliProcess[] = [];
  afterAll(() => {
    for (const { child } of under) child.kill("SIGKILL");
    machines.dispose();
  });

  it("is refused where it needs this machine, and else done by a worker, with the archive of a plain run", async () => {
    const url = await newDatabase();
    const [home, plain] = [machine("home"), machine("plain")];
    const whole = startCli(["discover", "small.yaml", "--workers", "1", "--json"], plain);
    const only = startCli(["worker", "--storage", url, "--slots", "1"], machines.add("only", { images: 0 }));
    under.push(whole, only);
    const [here, submitted] = await Promise.all([
      runCli(["discover", "small.yaml", "--detach"], home),
      runCli(["discover", "small.yaml", "--storage", url, "--detach", "--json"], home),
    ]);
    expect([here.code, here.err]).toEqual([
      2,
      expect.stringMatching(/^lionlab: Cannot leave small to the workers of a server: its records would be in a file/),
    ]);
    expect({ code: submitted.code, err: submitted.err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(submitted.out)).toMatchObject({
      kind: "submitted",
      run: "small",
      what: "discovery",
      searches: 1,
    });
    await only.seen("small: is done");
    const told = await runCli(["status", "--storage", url], home);
    expect({ code: told.code, err: told.err }).toEqual({ code: 0, err: "" });
    expect(told.out).toMatch(/: 1 discovery, 1 worker with 1 slot, 0 jobs under way, 0 waiting\.\n/);
    expect(told.out).toMatch(/^small +\d+ +6\/6 +100\.0 % +0\.\d{4} +complete +0 {2}\S+$/m);
    only.child.kill("SIGTERM");
    expect([(await only.ended).code, (await whole.ended).code]).toEqual([0, 0]);
    expect(await discoveriesOf(url)).toBe(await discoveriesOf(join(plain.cwd, "runs/small/discovery.sqlite")));
  });
});
