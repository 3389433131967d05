/**
 * `lionlab export --all --to TARGET --out FOLDER`: every optimizer of the library, each as its file, with their tests where these are wanted.
 */
import { basename, join, resolve } from "node:path";
import { listRequested } from "../codegen/listing/list-requested.ts";
import type { Target } from "../codegen/target.ts";
import { frameOf } from "../codegen/testing/test-text.ts";
import { functionNameOf } from "../codegen/text/identifiers.ts";
import type { IndexedModule } from "../codegen/text/index-file.ts";
import { LabError } from "../core/errors.ts";
import { printable } from "../core/printable.ts";
import { quoteWord } from "../core/quote-word.ts";
import { optimizers } from "../optimizers/index.ts";
import type { ConventionName } from "../optimizers/resolve-text.ts";
import type { Call } from "./command.ts";
import { type ExportFile, writeExports } from "./export-file.ts";
import { exportFiles, requiredTarget, testCommands } from "./export-one.ts";
import { jsonText } from "./plain-table.ts";

/** An optimizer with the files that it became, code first. */
interface Exported extends IndexedModule {
  readonly files: readonly ExportFile[];
}

/** One that the target cannot express, and why. */
interface Refused {
  readonly optimizer: string;
  readonly why: string;
}

/**
 * Carries the command out; all files are written, or none. Errors: `missing-target`, `missing-out`, `all-and-one` where something else is for one optimizer,
 * `folder-shadows`, `target-untested`; those of `writeExports`.
 */
export async function exportAll(call: Call): Promise<number> {
  const { options, terminal } = call;
  refuseOne(call);
  const target = requiredTarget(options.to);
  if (options.test) frameOf(target);
  const folder = options.out;
  if (folder === undefined) throw new LabError("missing-out", "All optimizers are written into a folder: give --out.");
  refuseShadow(target, resolve(terminal.cwd, folder));
  const results = optimizers.map(({ name }) => exportedOf(name, { target, folder, call }));
  const exported = results.filter((each) => "files" in each);
  const refused = results.filter((each) => "why" in each);
  const index: ExportFile[] =
    target.index === undefined
      ? []
      : [{ shown: join(folder, target.index.name), content: target.index.text(exported) }];
  const files = [...exported.flatMap((each) => each.files), ...index];
  await writeExports(files, { folder: terminal.cwd, force: options.force === true });
  const written = exported.map(({ listing, files: [code, test] }) => ({
    ...{ optimizer: listing.name, convention: listing.convention, path: code!.shown },
    ...(test === undefined ? {} : { test: test.shown }),
  }));
  const json = { to: target.name, folder, written, ...(index[0] ? { index: index[0].shown } : {}), refused };
  terminal.out.write(options.json ? jsonText(json) : sentences({ target, folder, exported, refused, call }));
  return 0;
}

interface Setting {
  readonly target: Target;
  readonly folder: string;
  readonly call: Call;
}

function exportedOf(name: string, { target, folder, call: { options } }: Setting): Exported | Refused {
  const convention = options.convention as ConventionName | undefined;
  const listing = listRequested({ name, ...(convention === undefined ? {} : { convention }) });
  const module = target.extension === "py" ? functionNameOf(name) : name;
  const path = join(folder, `${module}.${target.extension}`);
  try {
    return { module, listing, files: exportFiles(target, listing, { path, test: options.test === true }) };
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== "target-lacks") throw error;
    return { optimizer: name, why: error.message };
  }
}

interface Outcome extends Setting {
  readonly exported: readonly Exported[];
  readonly refused: readonly Refused[];
}

function sentences({ target, folder, exported, refused, call: { options } }: Outcome): string {
  const [{ files } = { files: [] }] = exported;
  const beside = [
    ...(options.test ? ["a test of each"] : []),
    ...(target.index === undefined ? [] : [target.index.name]),
  ];
  const with_ = beside.length === 0 ? "" : `, with ${beside.join(" and ")}`;
  const next =
    "none" in target.test
      ? []
      : options.test
        ? [`To run the tests: ${testCommands[target.test.language]} ${quoteWord(folder)}`]
        : [`To check one: npx lionlab export --check ${quoteWord(files[0]?.shown ?? folder)}`];
  return [
    `${printable(folder)}: ${exported.length} optimizers for ${target.title}${with_}`,
    ...refused.map(({ optimizer, why }) => `${optimizer} is left out: ${why}`),
    ...next,
    "",
  ].join("\n");
}

/** A package of Python that is called as the framework would be imported in its place. */
function refuseShadow({ extension, title, test }: Target, folder: string): void {
  const name = basename(folder);
  if (extension !== "py" || "none" in test || !test.needs.includes(name)) return;
  throw new LabError(
    "folder-shadows",
    `A folder called ${name} would be imported in place of ${title} itself: give another --out, such as optimizers.`,
  );
}

/** What is said of one optimizer alone has no meaning for all. */
function refuseOne({ options, arguments: given }: Call): void {
  const flags = ["check", "set", "optimizer", "storage", "name"] as const;
  const other = given.optimizer ?? flags.filter((flag) => options[flag] !== undefined).map((flag) => `--${flag}`)[0];
  if (other === undefined) return;
  throw new LabError(
    "all-and-one",
    `--all exports every optimizer of the library, but ${printable(other)} is for one: leave out one of the two.`,
  );
}
