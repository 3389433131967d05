/** A discovery on a server, worked on by processes in folders of their own, one of which is killed: the records are those of a file, byte for byte. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { newDatabase, postgres } from "../postgres/database.ts";
import { runCli, startCli } from "./run-cli.ts";
import { discoveriesOf, type Machine, Machines } from "./shared-machines.ts";

const discovery = `name: small
methods: [evolution]
tasks: [mlp-short]
budget: { evaluations: 120 }
evolution: { population: 20, lag: 16, tournament: 4 }
funnel: null
simplify: null
`;

const machines = new Machines("");
afterAll(() => machines.dispose());

function machine(name: string): Machine {
  const made = machines.add(name);
  writeFileSync(join(made.cwd, "small.yaml"), discovery);
  return made;
}

describe.skipIf(postgres === null)("a discovery on a server", () => {
  it("is done by workers that are killed and come, with the records of a plain run", async () => {
    const url = await newDatabase();
    const worker = (name: string) => startCli(["worker", "--storage", url, "--slots", "1"], machine(name));
    const [doomed, staying] = [worker("doomed"), worker("staying")];
    await Promise.all([doomed, staying].map((each) => each.seen("takes work from")));
    const home = startCli(["discover", "small.yaml", "--storage", url, "--workers", "1", "--json"], machine("home"));
    await Promise.all([doomed, staying].map((each) => each.seen("small: takes evaluations")));
    doomed.child.kill("SIGKILL");
    const coming = worker("coming");
    await coming.seen("small: takes evaluations");
    const { code, err } = await home.ended;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const { child, ended } of [staying, coming]) {
      child.kill("SIGTERM");
      expect((await ended).code).toBe(0);
    }
    const plain = machine("plain");
    expect((await runCli(["discover", "small.yaml", "--json"], plain)).code).toBe(0);
    expect(await discoveriesOf(url)).toBe(await discoveriesOf(join(plain.cwd, "runs/small/discovery.sqlite")));
  });
});
