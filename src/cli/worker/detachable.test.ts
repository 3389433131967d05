import { describe, expect, it } from "vitest";
import { parseDiscovery } from "../../search/read.ts";
import { parseStudy } from "../../study/read.ts";
import type { OptionValues } from "../options.ts";
import { refuseToDetach } from "./detachable.ts";
import { tiesOfDiscovery } from "./leave-discovery.ts";
import { tiesOfStudy } from "./leave-study.ts";

const server = "postgresql://lab@db.example/lab";
const study =
  "name: mine\ndata: { name: fashion-mnist }\nmodel: fashion-cnn\ntraining: { epochs: 1 }\noptimizers: [{ name: lion, lr: 0.001 }]\n";

function refuseStudy(options: OptionValues, text = study, storage = server): void {
  const config = parseStudy(text);
  const call = { options: { ...options, detach: true as const } };
  refuseToDetach({ name: config.name, call, storage, ties: tiesOfStudy(call.options) });
}

function refuseDiscovery(options: OptionValues, text = "name: mine\n", storage = server): void {
  const config = parseDiscovery(text);
  refuseToDetach({ name: config.name, call: { options }, storage, ties: tiesOfDiscovery(config) });
}

function refusal(code: string, reason: string) {
  return expect.objectContaining({ code, message: expect.stringContaining(reason) });
}

describe("a study that is left to workers", () => {
  it("takes along what every machine has, starting weights too, and leaves weights there", () => {
    for (const checkpoints of ["s3://bucket/prefix", "file:///shared", server])
      refuseStudy({ checkpoints, stack: 4, priority: 3 });
    refuseStudy({}, `${study.replace("epochs: 1", "epochs: 1, keepWeights: true")}init: w.safetensors\n`);
  });

  it.each([
    [{}, study, "study.sqlite", "its records would be in a file of this machine; give --storage postgresql://"],
    [{ workers: 2 }, study, server, "--workers is about this machine; leave it out."],
    [{ out: "here" }, study, server, "--out is about this machine; leave it out."],
    [{ checkpoints: "here" }, study, server, "the checkpoints here would be in a folder of each machine;"],
  ])("is refused where it would need this machine: %j", (options, text, storage, reason) => {
    expect(() => refuseStudy(options, text, storage)).toThrow(refusal("cannot-detach", reason));
  });
});

describe("a discovery that is left to workers", () => {
  it("takes its seed program along", () => {
    refuseDiscovery({ detach: true, priority: 3 }, "name: mine\nseedProgram: ./mine.py\n");
  });

  it.each([
    [{}, "name: mine\n", "discovery.sqlite", "its records would be in a file of this machine;"],
    [{ out: "here" }, "name: mine\n", server, "--out is about this machine; leave it out."],
    [
      {},
      "name: mine\nproposals: { command: propose }\n",
      server,
      "the command that proposes programs (propose) is started on the machine of the run;",
    ],
  ])("is refused where it would need this machine: %j", (options, text, storage, reason) => {
    const detach: OptionValues = { ...options, detach: true };
    expect(() => refuseDiscovery(detach, text, storage)).toThrow(refusal("cannot-detach", reason));
  });

  it("has a priority only then", () => {
    refuseDiscovery({}, "name: mine\nproposals: { command: propose }\n", "discovery.sqlite");
    expect(() => refuseDiscovery({ priority: 3 })).toThrow(refusal("priority-alone", "--priority 3 is for runs"));
  });
});
