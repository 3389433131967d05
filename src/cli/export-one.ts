/**
 * `lionlab export NAME --to TARGET`: one optimizer as source code, printed, or written with its test beside it.
 */
import { basename, dirname, join } from "node:path";
import type { Listing } from "../codegen/listing/listing.ts";
import type { Target } from "../codegen/target.ts";
import { findTarget, targets } from "../codegen/targets/index.ts";
import { frameOf, testFileName, testText } from "../codegen/testing/test-text.ts";
import { LabError } from "../core/errors.ts";
import { printable } from "../core/printable.ts";
import { quoteWord } from "../core/quote-word.ts";
import { optimizers } from "../optimizers/index.ts";
import type { Call } from "./command.ts";
import { type ExportFile, writeExports } from "./export-file.ts";
import { listNamed } from "./exported-optimizer.ts";
import { jsonText } from "./plain-table.ts";

/** Carries the command out. Errors: `missing-optimizer`, `missing-target`, `missing-out`; those of `listNamed`, the target and `writeExports`. */
export async function exportOne(call: Call): Promise<number> {
  const { options, terminal } = call;
  const name = requiredOptimizer(call);
  const target = requiredTarget(options.to);
  const listing = await listNamed(name, call);
  const facts = { optimizer: listing.name, to: target.name };
  if (options.out === undefined) {
    if (options.test)
      throw new LabError("missing-out", "A test lies beside the file that it tests: give --out as well.");
    const text = target.print(listing);
    terminal.out.write(options.json ? jsonText({ ...facts, text }) : text);
    return 0;
  }
  const files = exportFiles(target, listing, { path: options.out, test: options.test === true });
  await writeExports(files, { folder: terminal.cwd, force: options.force === true });
  const [path, test] = files.map(({ shown }) => shown);
  const beside = test === undefined ? "" : `${printable(test)}: its test\n`;
  terminal.out.write(
    options.json
      ? jsonText({ ...facts, path, ...(test === undefined ? {} : { test }) })
      : `${printable(options.out)}: ${listing.title} for ${target.title}\n${beside}${nextLine({ name, renamed: options.name !== undefined, path: options.out, test, target })}`,
  );
  return 0;
}

/** The file of an optimizer and, where it is wanted, that of its test beside it. Errors: those of the target; `target-untested`, `test-not-finite`. */
export function exportFiles(
  target: Target,
  listing: Listing,
  { path, test }: { readonly path: string; readonly test: boolean },
): ExportFile[] {
  const code = { shown: path, content: target.bytes?.(listing) ?? target.print(listing) };
  if (!test) return [code];
  const frame = frameOf(target);
  const exported = basename(path);
  const content = testText({ target, listing, exported });
  return [code, { shown: join(dirname(path), testFileName(exported, frame)), content }];
}

/** The target that is named. Errors: `missing-target`, `unknown-target`. */
export function requiredTarget(to: string | undefined): Target {
  if (to !== undefined) return findTarget(to);
  const names = targets.map(({ name }) => name);
  const listed = `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
  throw new LabError("missing-target", `An export needs a target: give --to and one of ${listed}.`);
}

/** The command that runs tests of files or folders, by the language of a test. */
export const testCommands = { python: "pytest", typescript: "npx vitest run", javascript: "npx vitest run" } as const;

interface Written {
  readonly name: string;
  readonly renamed: boolean;
  readonly path: string;
  readonly test: string | undefined;
  readonly target: Target;
}

/** How what was written is run; empty where it cannot be. */
function nextLine({ name, renamed, path, test, target }: Written): string {
  if ("none" in target.test) return "";
  if (test !== undefined) return `To run it: ${testCommands[target.test.language]} ${quoteWord(test)}\n`;
  const named = !renamed && optimizers.some((each) => each.name === name) ? "" : `${quoteWord(name)} `;
  return `To check it: npx lionlab export ${named}--check ${quoteWord(path)}\n`;
}

function requiredOptimizer(call: Call): string {
  const name = call.arguments.optimizer;
  if (name !== undefined) return name;
  throw new LabError(
    "missing-optimizer",
    "An export needs an optimizer: give its name, as in npx lionlab export lion --to numpy, or the path of a program file.",
  );
}
