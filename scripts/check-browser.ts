/**
 * Checks that nothing that a page uses needs Node: no module of Node, no package that is not for browsers, none of Node's globals.
 */
import { browserEntries, browserPackages, nodeSide } from "./browser-entries.ts";
import { type Finding, isTest, readSources, type SourceFile } from "./source-files.ts";

/** Findings over `src/` of the project at `root`, from `browserEntries` on. */
export function checkBrowser(root: string): Finding[] {
  return findBrowserFaults(readSources(root, "src"), { entries: browserEntries, apart: nodeSide });
}

/** Where to begin, and which modules of folders do not belong to them. */
export interface BrowserSide {
  readonly entries: readonly string[];
  readonly apart: readonly string[];
}

/** Paths of the modules that entries stand for. */
export function modulesOf(paths: readonly string[], { entries, apart }: BrowserSide): readonly string[] {
  return entries.flatMap((entry) =>
    entry.endsWith("/")
      ? paths.filter((path) => path.startsWith(entry) && !isTest(path) && !apart.includes(path))
      : [entry],
  );
}

/** Each module that needs Node once, at its own line, with the imports that lead to it. Types are nothing at run time. */
export function findBrowserFaults(files: readonly SourceFile[], side: BrowserSide): Finding[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const pending = modulesOf([...byPath.keys()], side).map((path) => [path]);
  const reached = new Set(pending.flat());
  const findings: Finding[] = [];
  for (const trail of pending) {
    const path = trail.at(-1)!;
    const file = byPath.get(path);
    if (file === undefined) {
      findings.push({ path, line: 1, sentence: "A browser's entry that is not there." });
      continue;
    }
    findings.push(...nodeNeeds(file).map(({ line, what }) => ({ path, line, sentence: reason(what, trail) })));
    for (const { target, ours, typeOnly } of file.imports) {
      if (!ours || typeOnly || reached.has(target)) continue;
      reached.add(target);
      pending.push([...trail, target]);
    }
  }
  return findings;
}

const nodeGlobals: ReadonlySet<string> = new Set(["process", "Buffer", "__dirname", "__filename"]);

/** What of a module a browser does not have. */
function nodeNeeds({ imports, accesses }: SourceFile): readonly { readonly line: number; readonly what: string }[] {
  const packages = imports.filter(({ target, ours, typeOnly }) => !ours && !typeOnly && !browserPackages.has(target));
  const globals = accesses.filter(({ text }) => nodeGlobals.has(text.slice(0, text.indexOf("."))));
  return [
    ...packages.map(({ target, line }) => ({ line, what: `imports ${target}` })),
    ...globals.map(({ text, line }) => ({ line, what: `uses ${text}` })),
  ];
}

function reason(what: string, trail: readonly string[]): string {
  return `This ${what}, which a browser has not, and a page needs it: ${trail.join(" → ")}.`;
}
