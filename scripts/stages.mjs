/**
 * Runs commands side by side, whatever becomes of the others, and reports them together.
 */
import { spawn } from "node:child_process";

/**
 * Runs every stage `{ name, command }`; prints what each printed, whole and in the order of the list, then a line a stage.
 * Resolves to the number of stages that failed.
 */
export async function runStages(stages, print = (text) => process.stdout.write(text)) {
  const runs = stages.map(({ command }) => run(command));
  const ends = [];
  for (const [at, { name, command }] of stages.entries()) {
    const end = await runs[at];
    if (end.code !== 0 || end.output.trim() !== "") print(`== ${name}: ${command}\n${end.output.trimEnd()}\n`);
    ends.push(end);
  }
  const failed = ends.filter(({ code }) => code !== 0).length;
  for (const [at, { name }] of stages.entries()) print(`${name}: ${ends[at].code === 0 ? "ok" : "FAILED"}\n`);
  print(failed === 0 ? "check: ok\n" : `check: ${failed} of ${stages.length} stages failed\n`);
  return failed;
}

function run(command) {
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ code: 1, output: `${output}${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
