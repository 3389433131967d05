/** A study that its tables' owner leaves to a worker with the rights of docs/scale-out.md alone, which also coordinates it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { asSuperuser, newDatabase, postgres } from "../postgres/database.ts";
import { documentedStatements } from "../postgres/documented-statements.ts";
import { type CliProcess, runCli, startCli } from "./run-cli.ts";
import { Machines } from "./shared-machines.ts";

const study = `name: shared
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 1, batchSize: 16, checkpointEverySteps: 20 }
optimizers: [{ name: lion, lr: 0.001 }]
`;
const discovery = `name: small
methods: [evolution]
tasks: [next-character-short]
budget: { evaluations: 3 }
evolution: { population: 3, lag: 2, tournament: 2 }
funnel: null
simplify: null
`;
const password = "word";
const [owner, worker] = [`owner_${process.pid}`, `worker_${process.pid}`];
const machines = new Machines(study);

describe.skipIf(postgres === null)("a worker whose role owns nothing", () => {
  let working: CliProcess | null = null;
  afterAll(() => {
    working?.child.kill("SIGKILL");
    machines.dispose();
  });

  it("coordinates and trains what the owner left, and so does one that is left after the rights were given", async () => {
    const url = await newDatabase();
    const at = (user: string): string => Object.assign(new URL(url), { username: user, password }).href;
    for (const user of [owner, worker]) await asSuperuser(`CREATE ROLE ${user} LOGIN PASSWORD '${password}'`);
    await asSuperuser(`ALTER DATABASE ${new URL(url).pathname.slice(1)} OWNER TO ${owner}`);
    const home = machines.add("home");
    const leave = ["compare", "shared.yaml", "--storage", at(owner), "--detach"];
    expect(await runCli(leave, home)).toMatchObject({ code: 0 });
    const grants = documentedStatements("docs/scale-out.md").filter((statement) => statement.endsWith("TO runner"));
    expect(grants).toHaveLength(4);
    for (const grant of grants) await asSuperuser(grant.replace("runner", worker), at(owner));
    working = startCli(["worker", "--storage", at(worker), "--slots", "1"], machines.add("working"));
    await working.seen("shared: is done");
    writeFileSync(join(home.cwd, "small.yaml"), discovery);
    expect(await runCli(["discover", "small.yaml", "--storage", at(owner), "--detach"], home)).toMatchObject({
      code: 0,
    });
    await working.seen("small: is done");
    working.child.kill("SIGTERM");
    expect((await working.ended).code).toBe(0);
  });
});
