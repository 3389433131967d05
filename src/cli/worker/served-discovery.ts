/** A discovery as a run of a server. */
import { join } from "node:path";
import { systemClock } from "../../core/clock.ts";
import { toldSecondsLeft } from "../../live/told-discovery.ts";
import type { DiscoveryPulse } from "../../records/run-progress.ts";
import { openSearchStorage } from "../../records/search-open.ts";
import type { DiscoveryRecord, SearchRecord } from "../../records/search-records.ts";
import type { SearchStorage } from "../../records/search-storage.ts";
import { searchBudget } from "../../search/budget.ts";
import type { DiscoveryConfig } from "../../search/config.ts";
import type { DataChecksums } from "../../search/data-checksums.ts";
import { discoveryPhases } from "../../search/funnel/phases.ts";
import type { DiscoveryPlan } from "../../search/plan.ts";
import { configOfRecord } from "../../search/read.ts";
import { runDiscovery } from "../../search/run-discovery.ts";
import { type DiscoveryStanding, discoveryStanding } from "../../search/standing.ts";
import { formatFitness, phaseText } from "../discovery/text.ts";
import { formatCount, formatShare } from "../progress/text.ts";
import { jobTables } from "./job-tables.ts";
import { lookInto } from "./look-into.ts";
import { searchStatuses, searchTable } from "./search-status.ts";
import type { RunStanding, ServedKind, ToldState } from "./served-kind.ts";

/** A discovery that was submitted. */
export interface SubmittedDiscovery {
  readonly plan: DiscoveryPlan;
  readonly config: DiscoveryConfig;
  readonly checksums: DataChecksums;
}

/** See `served-kind.ts`. */
export const servedDiscovery: ServedKind<SubmittedDiscovery> = {
  kind: "discovery",
  nouns: ["discovery", "discoveries"],
  shows: "npx lionlab discover show",
  part: "part",
  columns: (["programs", "evaluated", "budget", "best"] as const).map((title) => ({ title, align: "right" })),
  deviceOf: () => "cpu",
  async *run({ plan, config, checksums }, { queue, storage: target, slots, stop, ...patience }) {
    const storage = await openSearchStorage(target, { mode: "run", ...patience });
    try {
      const place = { folder: join("runs", plan.name, "full"), studies: target, writesPrograms: false };
      const phases = discoveryPhases(config, place);
      yield* runDiscovery(plan, {
        ...{ storage, queue, workers: slots, checksums, clock: systemClock, stop, phases },
      });
    } finally {
      await storage.close();
    }
  },
  standings: (target) =>
    discoveriesOf(
      target,
      async (storage) => {
        const all: RunStanding[] = [];
        for (const record of await storage.listDiscoveries()) all.push(standingOf(await readOne(record, storage)));
        return all;
      },
      [],
    ),
  details: (name, { target, jobs }) =>
    lookInto({
      open: () => openSearchStorage(target, { mode: "read" }),
      see: async (storage) => {
        const stored = await readOne((await storage.getDiscovery(name))!, storage);
        const { searches, pulse, standing } = stored;
        const statuses = searchStatuses(searches, { budget: budgetOf(stored), pulse });
        return {
          done: doneText(standing),
          told: toldOf(pulse),
          tables: [searchTable(statuses), ...jobTables(jobs)],
          facts: { ...standing, told: pulse === null ? null : pick(pulse), searches: statuses },
        };
      },
    }),
  failures: async () => 0, // an evaluation that failed twice is a result
  commandOf: (name, target) =>
    discoveriesOf(target, async (storage) => (await storage.getDiscovery(name))?.command ?? null, null),
};

function discoveriesOf<Seen>(
  target: string,
  see: (storage: SearchStorage) => Promise<Seen>,
  none: Seen,
): Promise<Seen> {
  return lookInto({ open: () => openSearchStorage(target, { mode: "read" }), see, absent: ["no-discovery", none] });
}

interface StoredDiscovery {
  readonly record: DiscoveryRecord;
  readonly searches: readonly SearchRecord[];
  readonly pulse: DiscoveryPulse | null;
  readonly standing: DiscoveryStanding;
}

async function readOne(record: DiscoveryRecord, storage: SearchStorage): Promise<StoredDiscovery> {
  const searches = await storage.listSearches(record.name);
  const pulse = await storage.pulse(record.name);
  return { record, searches, pulse, standing: discoveryStanding(searches, budgetOf({ record })) };
}

function budgetOf({ record }: Pick<StoredDiscovery, "record">) {
  return searchBudget(configOfRecord(record.config).budget);
}

function standingOf({ record: { name }, pulse, standing }: StoredDiscovery): RunStanding {
  const { programs, programsLimit, evaluations, evaluationsLimit, used, bestFitness } = standing;
  const told = toldOf(pulse);
  return {
    name,
    cells: [
      ofLimit(programs, programsLimit),
      ofLimit(evaluations, evaluationsLimit),
      formatShare(used),
      bestFitness === null ? "" : formatFitness(bestFitness),
    ],
    told,
    facts: { name, ...standing, told },
  };
}

function ofLimit(count: number, limit: number | null): string {
  return limit === null ? formatCount(count) : `${formatCount(count)}/${formatCount(limit)}`;
}

function doneText(standing: DiscoveryStanding): string {
  const { programs, programsLimit, evaluations, evaluationsLimit, used, bestFitness } = standing;
  const of = (limit: number | null): string => (limit === null ? "" : ` of ${formatCount(limit)}`);
  const best = bestFitness === null ? "" : `, best fitness ${formatFitness(bestFitness)}`;
  return `${formatCount(programs)}${of(programsLimit)} programs, ${formatCount(evaluations)}${of(evaluationsLimit)} evaluated, ${formatShare(used)} of the budget${best}`;
}

function toldOf(pulse: DiscoveryPulse | null): ToldState | null {
  if (pulse === null) return null;
  const { state, phase } = pulse;
  return { state, doing: phase === null ? null : phaseText(phase), secondsLeft: toldSecondsLeft(pulse) };
}

function pick({ state, sentence, phase, host, pid }: DiscoveryPulse): object {
  return { state, sentence, phase, host, pid };
}
