/**
 * Checks that a word means one thing: no two exported types of `src/` bear the same name.
 *
 * Values may share one, such as an op and what lowers it; where they meet, their folders tell them apart.
 */
import { type Finding, isTest, readSources, type SourceFile } from "./source-files.ts";

/** Findings over `src/` of the project at `root`. */
export function checkNames(root: string): Finding[] {
  return findSharedNames(readSources(root, "src"));
}

/** Exported types whose name an earlier file has. */
export function findSharedNames(files: readonly SourceFile[]): Finding[] {
  const first = new Map<string, string>();
  return files
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, exports }) =>
      exports
        .filter(({ shape }) => shape === "")
        .flatMap(({ name, line }) => {
          const earlier = first.get(name);
          if (earlier === undefined || earlier === path) {
            first.set(name, path);
            return [];
          }
          return [
            { path, line, sentence: `The type ${name} is also one of ${earlier}: give one of them another name.` },
          ];
        }),
    );
}
