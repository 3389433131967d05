/**
 * `lionlab export NAME|FILE|RUN --to TARGET`: an optimizer as source code for another framework.
 */
import { resolve } from "node:path";
import { LabError } from "../../core/errors.ts";
import { printable } from "../../core/printable.ts";
import { type Command, requiredArgument } from "../command.ts";
import { jsonText } from "../plain-table.ts";

/** The targets, as help lists them; a test holds this to `codegen/targets`. */
export const targetNames = "pytorch, optax, numpy, typescript, onnx, latex or json";

/** The command. */
export const exportCommand: Command = {
  name: "export",
  group: "Look things up",
  summary: "Write an optimizer as source code for PyTorch, NumPy and others.",
  arguments: [
    {
      name: "optimizer",
      about: "Name of an optimizer, the path of a program file, or a run, whose best optimizer is taken.",
    },
  ],
  options: ["to", "out", "convention", "set", "optimizer", "storage", "force", "json"],
  meanings: {
    to: {
      about: `What to write: ${targetNames}.`,
      otherwise: "none: it must be given",
    },
    out: { about: "The file to write.", otherwise: "the text is printed" },
    convention: { otherwise: "torch" },
    optimizer: { about: "The optimizer of a run, by label or name.", otherwise: "the best by validation" },
    set: {
      about:
        "Make a hyperparameter a constant of the code, such as l2=0, which drops what it switches off; lr stays an argument with this default; may be repeated.",
      otherwise: "all stay arguments",
    },
  },
  examples: [
    "npx lionlab export lion --to pytorch",
    "npx lionlab export adamw --to numpy --set l2=0 --out adamw.py",
    "npx lionlab export my-study --to pytorch --optimizer lion",
  ],
  run: async (call) => {
    const { options, terminal } = call;
    const { findTarget } = await import("../../codegen/targets/index.ts");
    const { listNamed } = await import("../exported-optimizer.ts");
    const { writeExport } = await import("../export-file.ts");
    const target = findTarget(requiredTarget(options.to));
    const listing = await listNamed(requiredArgument(call, "optimizer"), call);
    if (options.out === undefined) {
      const text = target.print(listing);
      terminal.out.write(options.json ? jsonText({ optimizer: listing.name, to: target.name, text }) : text);
      return 0;
    }
    const content = target.bytes?.(listing) ?? target.print(listing);
    await writeExport(resolve(terminal.cwd, options.out), content, {
      shown: options.out,
      force: options.force === true,
    });
    terminal.out.write(
      options.json
        ? jsonText({ optimizer: listing.name, to: target.name, path: options.out })
        : `${printable(options.out)}: ${listing.title} for ${target.title}\n`,
    );
    return 0;
  },
};

function requiredTarget(to: string | undefined): string {
  if (to !== undefined) return to;
  throw new LabError("missing-target", `An export needs a target: give --to and one of ${targetNames}.`);
}
