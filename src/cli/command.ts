/**
 * The contract of a command: what it is called, what it takes and what it does.
 *
 * Laws: a command's file imports nothing heavy at the top (its `run` imports what it needs), so that help is instant;
 * text for people goes to `out`, progress to `err`; with `--json` everything on `out` is JSON; a user's mistake is a
 * `LabError` thrown before anything was written.
 */
import type { OptionMeaning, OptionName, OptionValues } from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** A positional argument; `about` completes the sentence "NAME is …". */
export interface Argument {
  readonly name: string;
  readonly about: string;
  readonly optional?: boolean;
  /** The last argument of a command may be repeated; its values are `Call.rest`. */
  readonly variadic?: boolean;
}

/** What a command is called with. */
export interface Call {
  /** Positional arguments by name; an optional one that was not given is absent. */
  readonly arguments: { readonly [name: string]: string };
  /** Values of a variadic argument. */
  readonly rest: readonly string[];
  readonly options: OptionValues;
  readonly terminal: Terminal;
  /** The words of the command line behind the program's name. */
  readonly argv: readonly string[];
  /** The command line as a user would type it again, for reports. */
  readonly commandLine: string;
}

/** Heading under which help lists a command. */
export type CommandGroup =
  | "Compare optimizers"
  | "Discover optimizers"
  | "Explain optimizers"
  | "Look things up"
  | "Look after the machine";

/** A command. */
export interface Command {
  readonly name: string;
  readonly group: CommandGroup;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly arguments: readonly Argument[];
  readonly options: readonly OptionName[];
  /** What options mean to this command, where the table's sentence speaks of others. */
  readonly meanings?: { readonly [N in OptionName]?: OptionMeaning };
  /** Command lines that work as they stand. */
  readonly examples: readonly string[];
  /** Commands below this one; a name among them wins over an argument. */
  readonly commands?: readonly Command[];
  /** Absent for a command that only groups others. Returns the exit code, 0 when it returns none. */
  run?(call: Call): Promise<number | undefined>;
}

/** The argument called `name`. Errors: an internal one when the command does not declare it as required. */
export function requiredArgument(call: Call, name: string): string {
  const value = call.arguments[name];
  if (value === undefined) throw new Error(`argument ${name} is not declared`);
  return value;
}
