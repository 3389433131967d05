// Runs a benchmark of this folder. A mistake of its user is one sentence and exit code 2, as in every command.
// usage: run.js NAME [WORD...]
import { describeFailure } from "../src/cli/failure.ts";

const [name = ""] = process.argv.splice(2, 1); // it stands as the script, and what is left are its words
process.argv[1] = name;
try {
  await import(/* @vite-ignore */ `./${name}.ts`);
} catch (error) {
  const { code, text } = describeFailure(error, process.argv.includes("--json"));
  process.stderr.write(text);
  process.exitCode = code;
}
