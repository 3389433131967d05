/** A study on a server whose data some workers lack: they say so once, take nothing of it, and it is done by those who have the data. */
import { afterAll, describe, expect, it } from "vitest";
import { newDatabase, postgres } from "../postgres/database.ts";
import { type CliProcess, startCli } from "./run-cli.ts";
import { Machines } from "./shared-machines.ts";

const machines = new Machines(`name: shared
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 1, batchSize: 16 }
optimizers:
  - { name: lion, lr: [0.001, 0.0003] }
seeds: [0, 1, 2, 3]
`);
const under: CliProcess[] = [];
afterAll(() => {
  for (const { child } of under) child.kill("SIGKILL");
  machines.dispose();
});

describe.skipIf(postgres === null)("workers without the data of a study", () => {
  it("say so with both checksums, and leave its trials to those that have it", async () => {
    const url = await newDatabase();
    const worker = (name: string, images: number): CliProcess => {
      const process = startCli(["worker", "--storage", url, "--slots", "1"], machines.add(name, { images }));
      under.push(process);
      return process;
    };
    const [other, bare] = [worker("other", 599), worker("bare", 0)];
    await Promise.all([other, bare].map((each) => each.seen("takes work from")));
    const home = startCli(["compare", "shared.yaml", "--storage", url, "--workers", "1"], machines.add("home"));
    under.push(home);
    await other.seen("leaves jobs to others: Fashion-MNIST in ");
    await bare.seen("leaves jobs to others: Fashion-MNIST was looked for in ");
    const { code, err } = await home.ended;
    expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
    for (const { child } of [other, bare]) child.kill("SIGTERM");
    const told = await Promise.all([other, bare].map(async ({ ended }) => (await ended).err));
    expect(told[0]).toMatch(/has the checksum [0-9a-f]{12}…, and [0-9a-f]{12}… is needed: /);
    for (const text of told) {
      expect(text.match(/leaves jobs/g)).toHaveLength(1);
      expect(text).not.toMatch(/took a trial/);
    }
  });
});
