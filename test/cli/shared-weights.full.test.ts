/** A study on a server whose starting weights lie on one machine: a worker elsewhere gets them from the server, and the records are those of a plain run. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createRng } from "../../src/core/rng.ts";
import { encodeSafetensors } from "../../src/core/safetensors.ts";
import type { Tensor } from "../../src/core/tensor.ts";
import { fashionCnn } from "../../src/models/fashion-cnn.ts";
import { asSuperuser, newDatabase, postgres } from "../postgres/database.ts";
import { type CliProcess, runCli, startCli } from "./run-cli.ts";
import { dumpOf, type Machine, Machines } from "./shared-machines.ts";

const machines = new Machines(`name: shared
data: { name: fashion-mnist }
model: fashion-cnn
init: start.safetensors
training: { epochs: 1, batchSize: 16, keepWeights: true }
optimizers:
  - { name: lion, lr: [0.001, 0.0003] }
  - { name: sgd, lr: [0.1, 0.01] }
seeds: [0, 1]
`);
const under: CliProcess[] = [];
afterAll(() => {
  for (const { child } of under) child.kill("SIGKILL");
  machines.dispose();
});

/** A machine with the file of starting weights. */
function homeOf(name: string): Machine {
  const machine = machines.add(name);
  const rng = createRng(1, "start");
  const tensors: Record<string, Tensor> = {};
  for (const { name: tensor, shape } of fashionCnn.parameters) {
    const size = shape.reduce((product, extent) => product * extent, 1);
    tensors[tensor] = { dtype: "float", shape, data: Float32Array.from({ length: size }, () => rng.below(100) / 1000) };
  }
  writeFileSync(join(machine.cwd, "start.safetensors"), encodeSafetensors({ tensors, metadata: {} }));
  return machine;
}

describe.skipIf(postgres === null)("starting weights of a study on a server", () => {
  it("reach a worker that has no such file, and what it trains is what a plain run does", async () => {
    const plain = homeOf("plain");
    expect(await runCli(["compare", "shared.yaml", "--workers", "2"], plain)).toMatchObject({ code: 0 });
    const url = await newDatabase();
    const away = machines.add("away");
    const worker = startCli(["worker", "--storage", url, "--slots", "2"], away);
    under.push(worker);
    await worker.seen("takes work from");
    const home = homeOf("home");
    const coordinator = startCli(["compare", "shared.yaml", "--storage", url, "--workers", "1"], home);
    under.push(coordinator);
    await worker.seen("shared: took a trial");
    const { code, err } = await coordinator.ended;
    expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
    expect(await dumpOf(url)).toBe(await dumpOf(join(plain.cwd, "runs/shared/study.sqlite")));
    const [copy] = readdirSync(join(away.cwd, "cache", "lionlab", "starting-weights"));
    expect(existsSync(join(away.cwd, "cache", "lionlab", "starting-weights", copy!, "start.safetensors"))).toBe(true);
    expect(readdirSync(join(home.cwd, "runs/shared/weights"))).toHaveLength(8);
    worker.child.kill("SIGTERM");
    expect(await worker.ended).toMatchObject({ code: 0 });
  });

  it("are taken along by one that is left to workers, whose weights stay there until its command takes them", async () => {
    const url = await newDatabase();
    const [home, plain] = [homeOf("leaving"), homeOf("whole")];
    const [left, done] = await Promise.all([
      runCli(["compare", "shared.yaml", "--storage", url, "--detach"], home),
      runCli(["compare", "shared.yaml", "--workers", "1"], plain),
    ]);
    expect([left.code, done.code, left.out]).toEqual([
      ...[0, 0],
      expect.stringMatching(/^Weights that trials leave stay with the checkpoints; the same command without --detach/m),
    ]);
    const worker = startCli(["worker", "--storage", url, "--slots", "2"], machines.add("only"));
    under.push(worker);
    await worker.seen("shared: is done");
    expect(await dumpOf(url)).toBe(await dumpOf(join(plain.cwd, "runs/shared/study.sqlite")));
    worker.child.kill("SIGTERM");
    expect(await worker.ended).toMatchObject({ code: 0 });
    expect(existsSync(join(home.cwd, "runs"))).toBe(false);
    expect(await runCli(["compare", "shared.yaml", "--storage", url, "--workers", "1"], home)).toMatchObject({
      code: 0,
    });
    const weights = ({ cwd }: Machine) =>
      readdirSync(join(cwd, "runs/shared/weights")).map((name) => [
        name,
        readFileSync(join(cwd, "runs/shared/weights", name)).toString("base64"),
      ]);
    expect(weights(home)).toHaveLength(8);
    expect(weights(home)).toEqual(weights(plain));
    expect(await asSuperuser("SELECT count(*)::int AS many FROM lionlab.blob", url)).toEqual([{ many: 0 }]);
  });
});
