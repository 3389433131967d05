/** `lionlab program from-python FILE`: listings as papers have them, and exports of ours, as programs. */
import { printable } from "../../core/printable.ts";
import { type Command, requiredArgument } from "../command.ts";
import { readText } from "../input.ts";
import { jsonText } from "../plain-table.ts";

/** The command. */
export const fromPythonCommand: Command = {
  name: "from-python",
  group: "Look things up",
  summary: "Read a listing of a paper, or an export for NumPy or as JSON, as a program.",
  arguments: [{ name: "file", about: "A listing or an export, or - for standard input." }],
  options: ["out", "force", "json"],
  meanings: { out: { about: "The program file to write.", otherwise: "the program is printed" } },
  examples: ["npx lionlab program from-python adamw.py --out adamw.txt", "npx lionlab program from-python listing.py"],
  run: async (call) => {
    const { programTextOf } = await import("../../codegen/reading/read-file.ts");
    const { options, terminal } = call;
    const path = requiredArgument(call, "file");
    const shown = path === "-" ? "standard input" : printable(path);
    const text = programTextOf({ shown, text: await readText(path, "the listing", terminal) });
    if (options.out === undefined) {
      terminal.out.write(options.json ? jsonText({ text }) : text);
      return 0;
    }
    const { writeExports } = await import("../export-file.ts");
    await writeExports([{ shown: options.out, content: text }], {
      folder: terminal.cwd,
      force: options.force === true,
    });
    terminal.out.write(
      options.json ? jsonText({ path: options.out }) : `${printable(options.out)}: the program of ${shown}\n`,
    );
    return 0;
  },
};
