/**
 * `lionlab discover [CONFIG]`: searches for optimizers, live; `show`, `tree`, `report` and `resume` a run of it.
 */
import { basename } from "node:path";
import { quoteWord } from "../../core/quote-word.ts";
import { discoveryStoreFile } from "../../records/store-files.ts";
import type { Call, Command } from "../command.ts";
import {
  discoveryOptions,
  discoveryPlaces,
  findDiscovery,
  readDiscoveryOf,
  viewOf,
  withDiscovery,
} from "../discovery/call.ts";
import { flagName } from "../options.ts";
import { jsonText } from "../plain-table.ts";
import { storeNotice } from "../store-notice.ts";
import { reproducingCommand } from "../study-call.ts";

const group = "Discover optimizers";
const run = { name: "run", about: "A run's folder, or the name of its discovery." } as const;

const priority = { about: "With --detach: jobs of the run with the highest priority are taken first." } as const;

const showCommand: Command = {
  name: "show",
  group,
  summary:
    "Print a discovery, finished or not: its searches, hall of fame, funnel and best program; or follow it live.",
  arguments: [run],
  options: ["follow", "storage", "json"],
  examples: [
    "npx lionlab discover show rediscover",
    "npx lionlab discover show rediscover --follow",
    "npx lionlab discover show runs/rediscover --json",
  ],
  run: async (call) => {
    const place = findDiscovery(call);
    if (call.options.follow) return (await import("../follow-run.ts")).followRun(call);
    call.terminal.out.write(await (await import("../show-run.ts")).shownDiscovery(place, call));
    return 0;
  },
};

const treeCommand: Command = {
  name: "tree",
  group,
  summary: "Print the ancestry of the best program: which mutation brought which gain.",
  arguments: [run],
  options: ["search", "limit", "storage", "json"],
  examples: [
    "npx lionlab discover tree rediscover",
    "npx lionlab discover tree rediscover --search constants-0 --limit 50",
  ],
  run: async (call) => {
    const { treeJson, treeOf, treeText } = await import("../discovery/tree.ts");
    const { options, terminal } = call;
    const view = await withDiscovery(findDiscovery(call), (name, storage) => viewOf(storage, name), storeNotice(call));
    const tree = treeOf(view, { search: options.search ?? null, limit: options.limit ?? 20 });
    const columns = terminal.out.isTTY ? terminal.out.columns() : Number.POSITIVE_INFINITY;
    terminal.out.write(
      options.json ? jsonText(treeJson(tree)) : treeText(tree, { color: terminal.out.color, columns }),
    );
    return 0;
  },
};

const reportCommand: Command = {
  name: "report",
  group,
  summary: "Write the report and the programs of a discovery, finished or not.",
  arguments: [run],
  options: ["out", "storage", "json"],
  meanings: { out: { about: "Folder for the report and the programs.", otherwise: "the folder of the run" } },
  examples: ["npx lionlab discover report rediscover"],
  run: async (call) => (await import("../discovery/report.ts")).reportDiscovery(call),
};

const resumeCommand: Command = {
  name: "resume",
  group,
  summary: "Go on with a discovery that was stopped or killed, or give a finished one a larger budget.",
  arguments: [run],
  options: ["budget", "data", "workers", "storage", "detach", "priority", "json"],
  meanings: { priority },
  examples: ["npx lionlab discover resume rediscover", "npx lionlab discover resume rediscover --budget 1h"],
  run: async (call) => {
    const { runWithDisplay } = await import("../discovery/run.ts");
    const { configOfRecord } = await import("../../search/read.ts");
    const { LabError } = await import("../../core/errors.ts");
    const place = findDiscovery(call);
    const stored = await withDiscovery(place, (name, storage) => storage.getDiscovery(name), storeNotice(call));
    if (stored === null) throw new LabError("unknown-discovery", `${place.storage} holds no discovery.`);
    const { budget } = call.options;
    const config = configOfRecord(stored.config, budget === undefined ? {} : { budget });
    const command = budget === undefined ? stored.command : withBudget(stored.command, budget);
    return runWithDisplay({ ...place, config, command, resume: reproducingResume(call) }, call);
  },
};

/** The command. */
export const discoverCommand: Command = {
  name: "discover",
  group,
  summary: "Search for better optimizers by evolving programs, and judge what was found.",
  arguments: [
    { name: "config", about: "A discovery file, or the name of a preset; rediscover otherwise.", optional: true },
  ],
  options: [...discoveryOptions, "data", "workers", "storage", "detach", "priority", "out", "json"],
  meanings: {
    set: {
      about: "Set one value of the discovery, such as evolution.population=500; may be repeated.",
      otherwise: "as the discovery says",
    },
    out: { about: "Folder for records, programs and the report.", otherwise: "runs/<name of the discovery>" },
    storage: { otherwise: `${discoveryStoreFile} in the folder of the run` },
    workers: { about: "Evaluate N programs at a time, each in its own process." },
    priority,
  },
  examples: [
    "npx lionlab discover",
    "npx lionlab discover rediscover --budget 5m --seed 3",
    "npx lionlab discover my-search.yaml --budget '2h,25000e' --workers 8",
    "npx lionlab discover overnight --set evolution.population=500",
    "npx lionlab discover overnight --storage postgresql://lab@db.example/lab --detach",
  ],
  commands: [showCommand, treeCommand, reportCommand, resumeCommand],
  run: async (call) => {
    const config = await readDiscoveryOf(call);
    const { runWithDisplay } = await import("../discovery/run.ts");
    const { folder, storage } = discoveryPlaces(config, call);
    const command = reproducingCommand(call);
    return runWithDisplay({ config, command, resume: resumingCommand(call, folder), folder, storage }, call);
  },
};

/** The command that goes on with the run in `folder`, where and how this one runs. */
function resumingCommand({ options }: Call, folder: string): string {
  const target = options.out === undefined ? basename(folder) : folder;
  const running = (["storage", "data", "workers"] as const).flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [`--${flagName(name)}`, String(value)];
  });
  return ["npx", "lionlab", "discover", "resume", target, ...running].map(quoteWord).join(" ");
}

function reproducingResume({ commandLine }: Call): string {
  return commandLine.replace(/ --json(?= |$)/g, "");
}

function withBudget(command: string, budget: string): string {
  const rest = command.replace(/ --budget(?: |=)(?:'[^']*'|\S+)/g, "");
  return `${rest} --budget ${/^[\w.,]+$/.test(budget) ? budget : `'${budget}'`}`;
}
