/**
 * A data set as a trial needs it, in one line for whoever looks for a machine that has it: its name and the checksum of what is read of it. A user's own
 * images go by the name of their folder besides, for every machine may have them elsewhere.
 */
import { basename } from "node:path";
import { folderName } from "./folder-name.ts";

/** See above. */
export interface DataNeed {
  readonly name: string;
  /** SHA-256 of all images and labels, hex. */
  readonly fingerprint: string;
  /** Name of the folder of own images; null where it is not known, and for data sets of the library. */
  readonly folder: string | null;
}

/** The line. `path`: where who ordered the trial has the data, if anybody said. */
export function dataNeedLine(
  { name, fingerprint }: Pick<DataNeed, "name" | "fingerprint">,
  path: string | null | undefined,
): string {
  const folder = name === folderName && path ? ` ${basename(path).replaceAll("\n", " ")}` : "";
  return `data ${name} ${fingerprint}${folder}`;
}

/** What a line says; null for other lines. */
export function readDataNeed(line: string): DataNeed | null {
  const [, name, fingerprint, folder] = /^data (\S+) ([0-9a-f]{64})(?: (.+))?$/.exec(line) ?? [];
  return name === undefined || fingerprint === undefined ? null : { name, fingerprint, folder: folder ?? null };
}
