/**
 * Turns the list of commands and the options table into a commander program, and commander's complaints into our
 * sentences.
 */
import { CommanderError, Option as Flag, Command as Parser } from "commander";
import { LabError, unknownName } from "../core/errors.ts";
import { quoteWord } from "../core/quote-word.ts";
import { withoutPasswords } from "../records/postgres/secrets.ts";
import type { Call, Command } from "./command.ts";
import {
  describeOption,
  flagName,
  flagUsage,
  type OptionName,
  type OptionValue,
  type OptionValues,
  optionOf,
  readOption,
} from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** What the parser is built from. */
export interface ParserSetup {
  /** The words after the program's name. */
  readonly argv: readonly string[];
  readonly commands: readonly Command[];
  readonly version: string;
  readonly terminal: Terminal;
}

const intro = "Lionlab: an optimizer laboratory. Compare optimizers fairly, on real data, on your own machine.";
const outro = `
Start here:
  $ npx lionlab compare quickstart  four optimizers, five rates each, on Fashion-MNIST; about four minutes
  $ npx lionlab discover            evolve an optimizer from AdamW and judge what it found; a quarter of an hour
  $ npx lionlab presets             what else is ready to run, and for how long
  $ npx lionlab compare --help      what a command takes

Interrupted or killed work is never lost: run the same command again.`;

/**
 * Parses the command line and runs the command that it names. Returns the exit code.
 * Errors: `unknown-command`, `unknown-option`, `missing-argument`, `extra-argument`, and those of the command.
 */
export async function runCommandLine(setup: ParserSetup): Promise<number> {
  let code = 0;
  const parser = rootParser(setup, (result) => {
    code = result;
  });
  try {
    await parser.parseAsync(plainWords(setup.argv), { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return explain(error, setup.argv, setup.commands);
    throw error;
  }
}

function rootParser(setup: ParserSetup, finish: (code: number) => void): Parser {
  const { out } = setup.terminal;
  const parser = new Parser("lionlab")
    .description(intro)
    .version(setup.version, "-v, --version", "Print the version.")
    .helpOption("-h, --help", "Print help, also for each command.")
    .helpCommand(false)
    .addHelpText("after", outro)
    .configureHelp({ helpWidth: Math.min(out.columns(), 110), subcommandTerm: termOf })
    .configureOutput({ writeOut: (text) => out.write(text), writeErr: () => {} })
    .exitOverride();
  parser.argument("[command]").usage("<command> [options]");
  parser.action((name?: string) => {
    if (name !== undefined) {
      throw unknownName(
        "command",
        name,
        setup.commands.map((command) => command.name),
      );
    }
    parser.outputHelp();
  });
  for (const command of setup.commands) addCommand(parser, command, setup, finish);
  return parser;
}

function addCommand(parent: Parser, command: Command, setup: ParserSetup, finish: (code: number) => void): void {
  const parser = parent.command(command.name).summary(command.summary).description(command.summary);
  parser.helpGroup(`${command.group}:`);
  for (const { name, about, optional, variadic } of command.arguments) {
    const shown = variadic === true ? `${name}...` : name;
    parser.argument(optional === true ? `[${shown}]` : `<${shown}>`, about);
  }
  for (const name of command.options) parser.addOption(flagOf(name, command));
  const examples = command.examples.map((example) => `  $ ${example}`).join("\n");
  if (examples !== "") parser.addHelpText("after", `\nExamples:\n${examples}`);
  for (const child of command.commands ?? []) addCommand(parser, child, setup, finish);

  parser.action(async (...values: unknown[]) => {
    if (command.run === undefined) return parser.outputHelp();
    const given = command.arguments.map(({ name }, index) => [name, values[index]] as const);
    const argv = setup.argv.map(withoutPasswords); // it is kept in records
    const call: Call = {
      arguments: Object.fromEntries(given.filter(([, value]) => typeof value === "string")) as Call["arguments"],
      rest: given.flatMap(([, value]) => (Array.isArray(value) ? (value as string[]) : [])),
      options: { ...optionsOf(command, setup.terminal), ...parser.optsWithGlobals() },
      terminal: setup.terminal,
      argv,
      commandLine: ["npx", "lionlab", ...argv].map(quoteWord).join(" "),
    };
    finish((await command.run(call)) ?? 0);
  });
}

/** Options that the environment gives where the command line does not. Errors: those of `readOption`. */
function optionsOf({ options }: Command, { env }: Terminal): OptionValues {
  const given = options.flatMap((name) => {
    const { environment } = optionOf(name);
    const text = environment === undefined ? undefined : env[environment];
    return text === undefined || text === "" ? [] : [[name, readOption(name, text)]];
  });
  return Object.fromEntries(given) as OptionValues;
}

/** The words with `help COMMAND` and `version` as the options that they mean. */
function plainWords(argv: readonly string[]): string[] {
  const [first, ...rest] = argv;
  if (first === "help") return [...rest.filter((word) => word !== "--help"), "--help"];
  return first === "version" ? ["--version", ...rest] : [...argv];
}

/** How a list of commands shows one: `models [name]`. */
function termOf(parser: Parser): string {
  const names = parser.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  return [parser.name(), ...names].join(" ");
}

function flagOf(name: OptionName, { meanings = {} }: Command): Flag {
  const flag = new Flag(flagUsage(name), describeOption(name, meanings[name]));
  flag.helpGroup(`${optionOf(name).group} options:`);
  if (optionOf(name).kind === "flag") return flag;
  return flag.argParser((text, previous) => readOption(name, text, previous as OptionValue<typeof name>));
}

/** Exit code 0 for help and version; a `LabError` for everything that was typed wrongly. */
function explain(error: CommanderError, argv: readonly string[], commands: readonly Command[]): number {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const command = commandOf(argv, commands);
  const said = command === undefined ? "lionlab" : `lionlab ${command.path}`;
  switch (error.code) {
    case "commander.help":
    case "commander.helpDisplayed":
    case "commander.version":
      return 0;
    case "commander.unknownOption": {
      if (command === undefined) throw unknownCommand(argv, commands);
      const known = [...command.command.options.map((name) => `--${flagName(name)}`), "--help"];
      const setting = known.includes("--set") ? settingFor(quoted) : undefined;
      throw setting ?? unknownName("option", quoted, known);
    }
    case "commander.unknownCommand":
      throw unknownName(
        "command",
        quoted,
        (command?.command.commands ?? commands).map(({ name }) => name),
      );
    case "commander.missingArgument": {
      const about = command?.command.arguments.find(({ name }) => name === quoted)?.about ?? "an argument";
      throw new LabError("missing-argument", `${said} needs <${quoted}>: ${lowerFirst(about)}`);
    }
    case "commander.excessArguments": {
      const count = command?.command.arguments.length ?? 0;
      const children = command?.command.commands?.map(({ name }) => name) ?? [];
      const extra = argv.filter((word) => !word.startsWith("-"))[command?.path.split(" ").length ?? 0];
      if (count === 0 && children.length > 0 && extra !== undefined) throw unknownName("command", extra, children);
      const most = count === 1 ? "one argument" : `${count} arguments`;
      throw new LabError("extra-argument", `${said} takes at most ${most}; see npx ${said} --help.`);
    }
    case "commander.optionMissingArgument":
      throw new LabError("missing-value", `The option ${quoted} needs a value after it.`);
    default:
      throw new LabError("bad-command-line", `${error.message.replace(/^error: /, "")}.`);
  }
}

/** Errors: an option before any command that there is: the command is what to mend. */
function unknownCommand(argv: readonly string[], commands: readonly Command[]): LabError {
  const given = argv.find((word) => !word.startsWith("-"));
  const names = commands.map(({ name }) => name);
  if (given !== undefined) return unknownName("command", given, names);
  return new LabError("missing-command", `lionlab needs a command before its options. Known: ${names.join(", ")}.`);
}

/** What an option would be as a setting of every optimizer or of the study: `--lr`, `--weight-decay`, `--batch-size`. */
function settingFor(flag: string): LabError | undefined {
  const settings: { readonly [folded: string]: string } = {
    lr: "--set 'lr=[0.001, 0.01]'",
    learningrate: "--set 'lr=[0.001, 0.01]'",
    decay: "--set optimizers.adamw.decay=0.01",
    weightdecay: "--set optimizers.adamw.decay=0.01",
    momentum: "--set optimizers.sgd.momentum=0.9",
    batchsize: "--set training.batchSize=64",
    model: "--set model=cifar-cnn",
    schedule: "--set 'training.schedule={kind: cosine, warmupSteps: 100}'",
    patience: "--set training.patience=5",
  };
  const written = Object.entries(settings).find(([name]) => name === flag.replace(/[-_]/g, "").toLowerCase())?.[1];
  if (written === undefined) return undefined;
  return new LabError(
    "unknown-option",
    `There is no option named "${flag}": it is a setting of the study. Write ${written}`,
    {
      given: flag,
    },
  );
}

/** The command that the words of `argv` name, subcommands included. */
function commandOf(
  argv: readonly string[],
  commands: readonly Command[],
): { command: Command; path: string } | undefined {
  const words = argv.filter((word) => !word.startsWith("-"));
  const first = commands.find(({ name }) => name === words[0]);
  if (first === undefined) return undefined;
  const second = first.commands?.find(({ name }) => name === words[1]);
  if (second === undefined) return { command: first, path: first.name };
  return { command: second, path: `${first.name} ${second.name}` };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
