/**
 * `lionlab export NAME|FILE|RUN --to TARGET`: an optimizer as source code for another framework.
 */
import { basename, dirname, join } from "node:path";
import type { Listing } from "../../codegen/listing.ts";
import type { Target } from "../../codegen/target.ts";
import { LabError } from "../../core/errors.ts";
import { printable } from "../../core/printable.ts";
import type { Call, Command } from "../command.ts";
import type { ExportFile } from "../export-file.ts";
import { jsonText } from "../plain-table.ts";
import { notShown } from "./claim.ts";

/** The targets, as help lists them; a test holds this to `codegen/targets`. */
export const targetNames = "pytorch, optax, keras, numpy, typescript, onnx, tfjs, latex or json";

/** The command. */
export const exportCommand: Command = {
  name: "export",
  group: "Look things up",
  summary: "Write an optimizer as source code for PyTorch, NumPy and others.",
  arguments: [
    {
      name: "optimizer",
      about: "Name of an optimizer, the path of a program file, or a run, whose best optimizer is taken.",
      optional: true,
    },
  ],
  options: ["to", "out", "test", "check", "convention", "set", "optimizer", "storage", "force", "json"],
  meanings: {
    to: {
      about: `What to write: ${targetNames}.`,
      otherwise: "none: it must be given",
    },
    out: { about: "The file to write.", otherwise: "the text is printed" },
    convention: { otherwise: "torch" },
    optimizer: { about: "The optimizer of a run, by label or name.", otherwise: "the best by validation" },
    check: {
      about:
        "Run an exported file, in its framework, on the gradients of its test, and say how far its weights are from the float64 interpreter's; exit code 3 when they differ.",
    },
    test: {
      about: "Write a test beside it, which holds the code to the float64 interpreter's numbers: for pytest or vitest.",
    },
    set: {
      about:
        "Make a hyperparameter a constant of the code, such as l2=0, which drops what it switches off; lr stays an argument with this default; may be repeated.",
      otherwise: "all stay arguments",
    },
  },
  examples: [
    "npx lionlab export lion --to pytorch",
    "npx lionlab export adamw --to numpy --set l2=0 --out adamw.py --test",
    "npx lionlab export --check adamw.py",
    "npx lionlab export my-study --to pytorch --optimizer lion",
  ],
  run: async (call) => {
    const { options, terminal } = call;
    if (options.check !== undefined) return check(options.check, call);
    const { findTarget } = await import("../../codegen/targets/index.ts");
    const { listNamed } = await import("../exported-optimizer.ts");
    const name = requiredOptimizer(call);
    const target = findTarget(requiredTarget(options.to));
    const listing = await listNamed(name, call);
    const facts = { optimizer: listing.name, to: target.name };
    if (options.out === undefined) {
      if (options.test)
        throw new LabError("missing-out", "A test lies beside the file that it tests: give --out as well.");
      const text = target.print(listing);
      terminal.out.write(options.json ? jsonText({ ...facts, text }) : text);
      return 0;
    }
    const files: ExportFile[] = [{ shown: options.out, content: target.bytes?.(listing) ?? target.print(listing) }];
    if (options.test) files.push(await testOf(options.out, target, listing));
    const { writeExports } = await import("../export-file.ts");
    await writeExports(files, { folder: terminal.cwd, force: options.force === true });
    const [path, test] = files.map(({ shown }) => shown);
    const beside = test === undefined ? "" : `${printable(test)}: its test\n`;
    terminal.out.write(
      options.json
        ? jsonText({ ...facts, path, ...(test === undefined ? {} : { test }) })
        : `${printable(options.out)}: ${listing.title} for ${target.title}\n${beside}`,
    );
    return 0;
  },
};

/** The test that lies beside `out`. */
async function testOf(out: string, target: Target, listing: Listing): Promise<ExportFile> {
  const { createTestCases } = await import("../../codegen/test-cases.ts");
  const { frameOf, testFileName, testText } = await import("../../codegen/test-text.ts");
  const frame = frameOf(target);
  const exported = basename(out);
  const content = testText({ target, listing, cases: createTestCases(listing), exported });
  return { shown: join(dirname(out), testFileName(exported, frame)), content };
}

function requiredTarget(to: string | undefined): string {
  if (to !== undefined) return to;
  throw new LabError("missing-target", `An export needs a target: give --to and one of ${targetNames}.`);
}

function requiredOptimizer(call: Call): string {
  const name = call.arguments.optimizer;
  if (name !== undefined) return name;
  throw new LabError(
    "missing-optimizer",
    "An export needs an optimizer: give its name, as in npx lionlab export lion --to numpy, or the path of a program file.",
  );
}

async function check(file: string, call: Call): Promise<number> {
  const { options, terminal } = call;
  const { checkExport } = await import("../export-check.ts");
  const named = call.arguments.optimizer;
  const { listNamed } = await import("../exported-optimizer.ts");
  const listing = named === undefined ? null : await listNamed(named, call);
  const facts = await checkExport({ file, listing, to: options.to, terminal });
  const { optimizer, apart, tolerance, agrees } = facts;
  const far = apart === 0 ? "no difference" : `differs by up to ${apart.toPrecision(2)} of a tensor's largest weight`;
  const verdict = agrees ? "agrees with" : "is not";
  const sentence = `${printable(file)} ${verdict} ${printable(optimizer)}: ${far} (limit ${tolerance})\n`;
  terminal.out.write(
    options.json ? jsonText({ file, ...facts, apart: Number.isFinite(apart) ? apart : null }) : sentence,
  );
  return agrees ? 0 : notShown;
}
