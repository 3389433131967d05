/**
 * What says that a study was imported: others computed its runs, so our command repeats none of them, and much about them is not known.
 */
import type { StudyRecord } from "./records.ts";

/** A file that runs came from. */
export interface ImportedFile {
  readonly name: string;
  readonly sha256: string;
  /** What wrote it. */
  readonly tool: string;
}

/** The configuration of an imported study. */
export interface ImportedStudy {
  readonly files: readonly ImportedFile[];
  /** How figures were read where there was a choice, in sentences. */
  readonly remarks: readonly string[];
}

/** Where a study was imported from; null for one that was run here. */
export function importOf({ config }: Pick<StudyRecord, "config">): ImportedStudy | null {
  if (typeof config !== "object" || config === null || !("imported" in config)) return null;
  return config.imported as ImportedStudy;
}

/** `Imported from …`, with the files and the tools that wrote them, the first few by name. */
export function importSentence({ files }: ImportedStudy): string {
  const shown = files.slice(0, 4).map(({ name }) => name);
  const names =
    files.length > shown.length ? `${shown.join(", ")} and ${files.length - shown.length} more` : shown.join(", ");
  return `Imported from ${names} (${[...new Set(files.map(({ tool }) => tool))].join(", ")}): computed elsewhere and not checked here; no command of ours repeats it.`;
}
