/** Machines that share a study through a server, for tests: folders of their own, each with small data; and what stands in a store. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dumpRecords } from "../../src/records/dump.ts";
import { openStorage } from "../../src/records/open.ts";
import { dumpDiscoveries } from "../../src/records/search-dump.ts";
import { openSearchStorage } from "../../src/records/search-open.ts";
import { writeSampleFashion } from "../samples/fashion.ts";
import { temporaryFolder } from "./run-cli.ts";

/** Where `lionlab` is run on one of them. */
export interface Machine {
  readonly cwd: string;
  readonly env: { readonly [name: string]: string };
}

/** Makes machines by name below a temporary folder, each with `shared.yaml`. */
export class Machines {
  readonly #folder = temporaryFolder();
  readonly #study: string;

  constructor(study: string) {
    this.#study = study;
  }

  /** `images`: those of its data set to train on; 0: it has none. */
  add(name: string, { images = 600 }: { readonly images?: number } = {}): Machine {
    const cwd = join(this.#folder.path, name);
    mkdirSync(join(cwd, "data"), { recursive: true });
    if (images > 0) writeSampleFashion(join(cwd, "data"), { train: images, test: 50 });
    writeFileSync(join(cwd, "shared.yaml"), this.#study);
    return { cwd, env: { LIONLAB_DATA: join(cwd, "data") } };
  }

  dispose(): void {
    this.#folder.dispose();
  }
}

/** All records of a store as text. */
export async function dumpOf(target: string): Promise<string> {
  const storage = await openStorage(target, { mode: "read" });
  try {
    return await dumpRecords(storage);
  } finally {
    await storage.close();
  }
}

/** The same of a store of discoveries. */
export async function discoveriesOf(target: string): Promise<string> {
  const storage = await openSearchStorage(target, { mode: "read" });
  try {
    return await dumpDiscoveries(storage);
  } finally {
    await storage.close();
  }
}
