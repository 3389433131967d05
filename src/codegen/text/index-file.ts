/** The file by which a folder of exports is imported as a whole, where the ecosystem has one. */
import type { Listing } from "../listing/listing.ts";
import { licence, wrapWords } from "./python.ts";

/** A file of the folder. `module`: its name without the ending. */
export interface IndexedModule {
  readonly module: string;
  readonly listing: Listing;
}

/** The file's name, and what it says. */
export interface IndexFile {
  readonly name: string;
  text(modules: readonly IndexedModule[]): string;
}

const about = `All optimizers of Lionlab's library that this folder has. Written by Lionlab; ${licence}.`;

/** `__init__.py`. `exported`: what a module defines; null where the modules themselves are what is imported. */
export function pythonIndex(exported: ((listing: Listing) => string) | null): IndexFile {
  return {
    name: "__init__.py",
    text: (modules) => {
      const names = modules.map(({ module, listing }) => exported?.(listing) ?? module);
      const imports = modules.map(({ module }, i) =>
        exported === null ? `from . import ${module}` : `from .${module} import ${names[i]}`,
      );
      const listed = [...names].sort().map((name) => `    "${name}",`);
      return [...wrapWords(`"""${about}`), '"""', "", ...imports.sort(), "", "__all__ = [", ...listed, "]", ""].join(
        "\n",
      );
    },
  };
}

/** `index.ts` or `index.js`. `exported`: the class that a module exports. */
export function javascriptIndex(extension: "ts" | "js", exported: (listing: Listing) => string): IndexFile {
  return {
    name: `index.${extension}`,
    text: (modules) => {
      const exports = modules.map(
        ({ module, listing }) => `export { ${exported(listing)} } from "./${module}.${extension}";`,
      );
      return [...wrapWords(about, { width: 80 - 3 }).map((line) => `// ${line}`), "", ...exports.sort(), ""].join("\n");
    },
  };
}
