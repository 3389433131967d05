/**
 * `lionlab export NAME|FILE|RUN --to TARGET`: an optimizer as source code for another framework.
 */
import { printable } from "../../core/printable.ts";
import type { Call, Command } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { notShown } from "./claim.ts";

/** The targets, as help lists them; a test holds this to `codegen/targets`. */
export const targetNames = "pytorch, optax, keras, numpy, typescript, onnx, tfjs, latex or json";

/** The command. */
export const exportCommand: Command = {
  name: "export",
  group: "Look things up",
  summary: "Write an optimizer as source code for PyTorch, NumPy and others.",
  arguments: [
    {
      name: "optimizer",
      about:
        "Name of an optimizer, the path of a program file or of an export, or a run, whose best optimizer is taken.",
      optional: true,
    },
  ],
  options: ["to", "out", "name", "all", "test", "check", "convention", "set", "optimizer", "storage", "force", "json"],
  meanings: {
    to: {
      about: `What to write: ${targetNames}.`,
      otherwise: "none: it must be given",
    },
    out: { about: "The file to write; with --all the folder.", otherwise: "the text is printed" },
    name: {
      about: "What the code calls the optimizer: FoundSign makes the class FoundSign and the function found_sign.",
      otherwise: "the optimizer's own; of a discovery's program its run and its file",
    },
    all: {
      about: "Write every optimizer of the library into the folder of --out.",
      otherwise: "the one that is named",
    },
    convention: { otherwise: "torch" },
    optimizer: {
      about: "The optimizer of a study, by label or name, or a program of a discovery, such as simplified.",
      otherwise: "the best",
    },
    check: {
      about:
        "Run an exported file, in its framework, on the gradients of its test, and say how far its weights are from the float64 interpreter's; exit code 3 when they differ.",
    },
    test: {
      about: "Write a test beside it, which holds the code to the float64 interpreter's numbers: for pytest or vitest.",
    },
    set: {
      about:
        "Make a hyperparameter a constant of the code, such as l2=0, which drops what it switches off; lr stays an argument with this default; may be repeated.",
      otherwise: "all stay arguments",
    },
  },
  examples: [
    "npx lionlab export lion --to pytorch",
    "npx lionlab export adamw --to numpy --set l2=0 --out adamw.py --test",
    "npx lionlab export --check adamw.py",
    "npx lionlab export --all --to pytorch --out optimizers --test",
    "npx lionlab export my-study --to pytorch --optimizer lion",
    "npx lionlab export rediscover --to pytorch --name FoundSign --out found_sign.py --test",
  ],
  run: async (call) => {
    const { options } = call;
    if (options.all) {
      const { exportAll } = await import("../export-all.ts");
      return exportAll(call);
    }
    if (options.check !== undefined) return check(options.check, call);
    const { exportOne } = await import("../export-one.ts");
    return exportOne(call);
  },
};

async function check(file: string, call: Call): Promise<number> {
  const { options, terminal } = call;
  const { checkExport } = await import("../export-check.ts");
  const named = call.arguments.optimizer;
  const { listNamed } = await import("../exported-optimizer.ts");
  const listing = named === undefined ? null : await listNamed(named, call);
  const facts = await checkExport({ file, listing, to: options.to, terminal });
  const { optimizer, apart, tolerance, agrees } = facts;
  const far = apart === 0 ? "no difference" : `differs by up to ${apart.toPrecision(2)} of a tensor's largest weight`;
  const verdict = agrees ? "agrees with" : "is not";
  const sentence = `${printable(file)} ${verdict} ${printable(optimizer)}: ${far} (limit ${tolerance})\n`;
  terminal.out.write(
    options.json ? jsonText({ file, ...facts, apart: Number.isFinite(apart) ? apart : null }) : sentence,
  );
  return agrees ? 0 : notShown;
}
