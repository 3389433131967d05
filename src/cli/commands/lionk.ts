/** `lionlab lionk figures`: the Lion-K family, its theory and its problems; each subcommand is a file of `cli/lionk/`. */
import type { Command } from "../command.ts";
import { figuresCommand } from "../lionk/figures.ts";

/** The command. */
export const lionkCommand: Command = {
  name: "lionk",
  group: "Look things up",
  summary: "Look into the Lion-K family: figures of its theory.",
  arguments: [],
  options: [],
  examples: ["lionlab lionk figures"],
  commands: [figuresCommand],
};
