/** What a profile of the runtime says about where the operators of a model ran. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the processor still does in a loop on the GPU: single numbers that count its steps. */
export const countingOnly: readonly string[] = [
  'Cast [{"int32":[]}]',
  'Identity [{"bool":[]}]',
  'Squeeze [{"int64":[]}]',
];

/** Operators that ran on the processor, with the shapes of their results, each once; `run` writes a profile under a prefix. */
export async function onProcessor(run: (profileTo: string) => Promise<unknown>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-webgpu-"));
  await run(join(folder, "profile"));
  const [file] = readdirSync(folder);
  const events = JSON.parse(readFileSync(join(folder, file!), "utf8")) as readonly ProfileEvent[];
  rmSync(folder, { recursive: true });
  const ours = events.filter(({ args }) => args?.provider === "CPUExecutionProvider" && args.op_name !== "Loop");
  return [...new Set(ours.map(signature))].sort();
}

interface ProfileEvent {
  readonly args?: { readonly provider?: string; readonly op_name?: string; readonly output_type_shape?: unknown };
}

function signature({ args }: ProfileEvent): string {
  return `${args?.op_name} ${JSON.stringify(args?.output_type_shape)}`;
}
