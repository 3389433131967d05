/**
 * An optimizer as source code for another framework.
 */
import type { Listing } from "../codegen/listing/listing.ts";
import type { NamedOptimizer, WrittenOptimizer } from "./choice.ts";

/** A framework or form that optimizers are written for. */
export interface ExportTarget {
  /** As `exportOptimizer` takes it: `pytorch`. */
  readonly name: string;
  readonly title: string;
  /** Of files, without the point. */
  readonly extension: string;
  /** One sentence: what comes out. */
  readonly about: string;
}

/** What is exported, and for what. Hyperparameters that are given become constants of the code; `lr` stays an argument. */
export type ExportRequest = (NamedOptimizer | WrittenOptimizer) & {
  /** Name of the target. */
  readonly to: string;
  /** Whether a test comes with it, which holds the code to numbers of the interpreter; default: none. */
  readonly test?: boolean;
};

/** An exported optimizer. */
export interface ExportedOptimizer {
  /** Name for its file, `lion.py`. */
  readonly fileName: string;
  /** Source text; the readable form where `bytes` are the file. */
  readonly text: string;
  /** What the file gets where that is no text (ONNX); null elsewhere. */
  readonly bytes: Uint8Array | null;
  /** The test that was asked for, to be put beside it. */
  readonly test: { readonly fileName: string; readonly text: string } | null;
}

/** The targets. */
export async function listTargets(): Promise<readonly ExportTarget[]> {
  const { targets } = await import("../codegen/targets/index.ts");
  return targets.map(({ name, title, extension, about }) => ({ name, title, extension, about }));
}

/**
 * Exports an optimizer of the library or of a program's text.
 * Errors: those of the optimizer (see `OptimizerChoice`); `unknown-target`; `target-lacks` for what the framework cannot express;
 * `target-untested`.
 */
export async function exportOptimizer({ to, test = false, ...choice }: ExportRequest): Promise<ExportedOptimizer> {
  const { findTarget } = await import("../codegen/targets/index.ts");
  const target = findTarget(to);
  const listing = await listingOf(choice);
  const text = target.print(listing);
  const fileName = `${listing.name.replaceAll("-", "_")}.${target.extension}`;
  const bytes = target.bytes?.(listing) ?? null;
  if (!test) return { fileName, text, bytes, test: null };
  const { frameOf, testFileName, testText } = await import("../codegen/testing/test-text.ts");
  const named = testFileName(fileName, frameOf(target));
  return { fileName, text, bytes, test: { fileName: named, text: testText({ target, listing, exported: fileName }) } };
}

/**
 * The program text that an export, a paper's listing or a program file holds. `shown`: what the text is called in messages.
 * Errors: `unreadable-program`.
 */
export async function readExported(text: string, shown = "the text"): Promise<string> {
  const { programTextOf } = await import("../codegen/reading/read-file.ts");
  return programTextOf({ shown, text });
}

async function listingOf(choice: NamedOptimizer | WrittenOptimizer): Promise<Listing> {
  if (!("program" in choice)) return (await import("../codegen/listing/list-library.ts")).listLibrary(choice);
  const { listFileText } = await import("../codegen/listing/list-text.ts");
  const { program: text, name = "program", hyperparameters } = choice;
  return listFileText({ path: name, text, ...(hyperparameters === undefined ? {} : { hyperparameters }) });
}
