import { describe, expect, it } from "vitest";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { parseStudy } from "../../study/read.ts";
import type { OptionValues } from "../options.ts";
import { refuseToDetach } from "./submit-study.ts";

const server = "postgresql://lab@db.example/lab";
const study =
  "name: mine\ndata: { name: fashion-mnist }\nmodel: fashion-cnn\ntraining: { epochs: 1 }\noptimizers: [{ name: lion, lr: 0.001 }]\n";

function refuse(options: OptionValues, text = study, storage = server): void {
  const call = {
    ...{ arguments: {}, rest: [], argv: [], commandLine: "", options, terminal: fakeTerminal() },
  };
  refuseToDetach(parseStudy(text), call, storage);
}

describe("a study that is left to workers", () => {
  it("takes along what every machine has", () => {
    for (const checkpoints of ["s3://bucket/prefix", "file:///shared", server]) refuse({ checkpoints, stack: 4 });
  });

  it.each([
    [{}, study, "study.sqlite", "its records would be in a file of this machine; give --storage postgresql://"],
    [{ workers: 2 }, study, server, "--workers is about this machine; leave it out."],
    [{ out: "here" }, study, server, "--out is about this machine; leave it out."],
    [{ checkpoints: "here" }, study, server, "the checkpoints here would be in a folder of each machine;"],
    [{}, `${study}init: w.safetensors\n`, server, "the starting weights w.safetensors are a file of this machine;"],
    [
      {},
      study.replace("epochs: 1", "epochs: 1, keepWeights: true"),
      server,
      "weights are kept in a folder of this machine;",
    ],
  ])("is refused where it would need this machine: %j", (options, text, storage, reason) => {
    const code = "cannot-detach";
    expect(() => refuse(options, text, storage)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(reason) }),
    );
  });
});
