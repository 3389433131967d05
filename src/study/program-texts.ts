/** A study that takes the program files along which it names, so that it is planned where they are not. */
import { programFileText } from "../optimizers/resolve.ts";
import { isProgramPath } from "../optimizers/resolve-text.ts";
import type { StudyConfig } from "./config.ts";

/** The study with the text of each of its program files, read here; its record stays as it was. Errors: `program-file`. */
export function withProgramTexts(config: StudyConfig): StudyConfig {
  const optimizers = config.optimizers.map((entry) =>
    isProgramPath(entry.name) ? { ...entry, text: programFileText(entry) } : entry,
  );
  return { ...config, optimizers };
}
