/**
 * `lionlab export NAME|FILE --to TARGET`: an optimizer as source code for another framework.
 */
import { resolve } from "node:path";
import { LabError } from "../../core/errors.ts";
import { printable } from "../../core/printable.ts";
import { type Command, requiredArgument } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { parseSettings } from "../settings.ts";

/** The targets, as help lists them; a test holds this to `codegen/targets`. */
export const targetNames = "pytorch, optax, numpy, typescript, latex or json";

/** The command. */
export const exportCommand: Command = {
  name: "export",
  group: "Look things up",
  summary: "Write an optimizer as source code for PyTorch, NumPy and others.",
  arguments: [{ name: "optimizer", about: "Name of an optimizer, or the path of a program file." }],
  options: ["to", "out", "convention", "set", "force", "json"],
  meanings: {
    to: {
      about: `What to write: ${targetNames}.`,
      otherwise: "none: it must be given",
    },
    out: { about: "The file to write.", otherwise: "the text is printed" },
    convention: { otherwise: "torch" },
    set: {
      about:
        "Make a hyperparameter a constant of the code, such as l2=0, which drops what it switches off; lr stays an argument with this default; may be repeated.",
      otherwise: "all stay arguments",
    },
  },
  examples: ["npx lionlab export lion --to pytorch", "npx lionlab export adamw --to numpy --set l2=0 --out adamw.py"],
  run: async (call) => {
    const { options, terminal } = call;
    const { findTarget } = await import("../../codegen/targets/index.ts");
    const { listRequested } = await import("../../codegen/list-requested.ts");
    const { writeExport } = await import("../export-file.ts");
    const name = requiredArgument(call, "optimizer");
    const target = findTarget(requiredTarget(options.to));
    const listing = listRequested({
      name,
      folder: terminal.cwd,
      hyperparameters: parseSettings(options.set ?? []),
      ...(options.convention === undefined ? {} : { convention: options.convention }),
    });
    const text = target.print(listing);
    if (options.out === undefined) {
      terminal.out.write(options.json ? jsonText({ optimizer: listing.name, to: target.name, text }) : text);
      return 0;
    }
    await writeExport(resolve(terminal.cwd, options.out), text, { shown: options.out, force: options.force === true });
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
