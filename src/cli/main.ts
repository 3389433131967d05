#!/usr/bin/env node
/**
 * The program `lionlab`: parses the command line, runs one command, and turns what it throws into an exit code.
 */
import { packageVersion } from "../core/package-version.ts";
import { describeFailure } from "./failure.ts";
import { hidePasswords } from "./process-title.ts";
import { processTerminal } from "./terminal.ts";

const terminal = processTerminal();
const argv = process.argv.slice(2);
hidePasswords(argv);

/** Runs the command and leaves its exit code to the process; a command that is done does not wait for idle handles. */
async function main(): Promise<void> {
  try {
    // here and not at the top, so that files which cannot be opened are a sentence too
    const [{ commandsFor }, { runCommandLine }] = await Promise.all([
      import("./commands-for.ts"),
      import("./parser.ts"),
    ]);
    const commands = await commandsFor(argv);
    process.exitCode = await runCommandLine({ argv, commands, version: packageVersion(), terminal });
  } catch (error) {
    const { code, text } = describeFailure(error, argv.includes("--json"));
    terminal.err.write(text);
    process.exitCode = code;
  }
}

await main();
