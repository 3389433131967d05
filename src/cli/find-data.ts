/**
 * The data that trials are trained on, found or fetched before any of them begins.
 */
import type { LoadedDataset } from "../data/dataset.ts";
import type { Call } from "./command.ts";
import { fetchReporter } from "./fetching.ts";
import type { Interrupts } from "./interrupts.ts";

/** What is looked for. `dir`: where it lies, if anybody said. */
export interface WantedData {
  readonly name: string;
  readonly size?: number | undefined;
  readonly channels?: number | undefined;
  readonly tolerateBroken?: number | undefined;
  readonly dir?: string | undefined;
}

/** Finds it, and says where. Errors: those of `loadDataset`. */
export async function findData(
  { name, size, channels, tolerateBroken, dir }: WantedData,
  { call, interrupts }: { readonly call: Call; readonly interrupts: Interrupts },
): Promise<LoadedDataset> {
  const { options, terminal } = call;
  const { findDataset, folderName, loadDataset } = await import("../data/index.ts");
  const title = name === folderName ? "images" : findDataset(name).title;
  const quiet = options.json === true;
  if (!quiet) terminal.err.write(`looking for ${title} …\n`);
  const report = fetchReporter(terminal.err);
  const dataset = await loadDataset(name, {
    dataDir: dir,
    size,
    channels,
    tolerateBroken,
    env: terminal.env,
    signal: interrupts.drain,
    onEvent: (event) => (quiet ? undefined : report(event)),
  });
  if (!quiet) terminal.err.write(`found in ${dataset.origin}\n`);
  return dataset;
}
