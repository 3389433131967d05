/** What an order would run, by `lionlab plan`: so that what is refused is refused in its words, before anything is written. */

import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LabError } from "../core/errors.ts";
import { discoveryStoreFile, studyStoreFile } from "../records/store-files.ts";
import { answerOf, type LionlabProgram } from "./lionlab-process.ts";
import { changeWords, type StudyOrder } from "./study-order.ts";
import type { PlannedOrder } from "./views.ts";

/** Where plans are made. */
export interface OrderSetting {
  readonly program: LionlabProgram;
  readonly cwd: string;
  /** Folder of new runs. */
  readonly place: string;
}

/** What `lionlab plan --json` prints, as far as it is used. */
interface PrintedPlan {
  readonly kind?: "discovery";
  readonly name: string;
  readonly workers?: number;
  readonly secondsLeft?: number;
  readonly total?: number;
  readonly atLeast?: true;
  readonly done?: number;
  readonly trials?: readonly { readonly label: string }[];
  readonly searches?: readonly unknown[];
  readonly budget?: { readonly minutes: number | null };
  readonly notes?: readonly string[];
}

/** The plan. Errors: those of `lionlab plan`. */
export async function planOrder(order: StudyOrder, setting: OrderSetting): Promise<PlannedOrder> {
  return withTarget(order, async (target, isFile) => {
    const words = ["plan", target, ...changeWords(order)];
    const first = await printed(words, setting, isFile ? target : null);
    const folder = join(setting.place, first.name);
    const exists = existsSync(join(folder, first.kind === "discovery" ? discoveryStoreFile : studyStoreFile));
    const isElsewhere = folder !== join(setting.cwd, "runs", first.name);
    const plan =
      exists && isElsewhere ? await printed([...words, "--out", folder], setting, isFile ? target : null) : first;
    return plannedOrder(plan, { folder, exists });
  });
}

function plannedOrder(
  plan: PrintedPlan,
  { folder, exists }: { readonly folder: string; readonly exists: boolean },
): PlannedOrder {
  const minutes = plan.budget?.minutes ?? null;
  const searches = plan.searches?.length ?? 0;
  const labels = (plan.trials ?? []).map(({ label }) => label);
  return {
    ...{ kind: plan.kind ?? "study", name: plan.name, folder, exists },
    total: plan.total ?? searches,
    atLeast: plan.atLeast === true,
    done: plan.done ?? 0,
    secondsLeft: plan.secondsLeft ?? (minutes === null ? null : minutes * 60),
    workers: plan.workers ?? null,
    optimizers: [...new Set(labels)],
    notes: plan.notes ?? [],
  };
}

/** Calls `use` with what names the study on a command line: its preset, or a file that is there meanwhile. */
async function withTarget<T>({ source }: StudyOrder, use: (target: string, isFile: boolean) => Promise<T>): Promise<T> {
  if ("preset" in source) return use(source.preset, false);
  const folder = await mkdtemp(join(tmpdir(), "lionlab-order-"));
  try {
    const file = join(folder, "study.yaml");
    await writeFile(file, source.text, { mode: 0o600 });
    return await use(file, true);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What was printed. A file of ours is called what it is to who sent it. */
async function printed(
  words: readonly string[],
  { program, cwd }: OrderSetting,
  file: string | null,
): Promise<PrintedPlan> {
  try {
    return (await answerOf(program, words, cwd)) as PrintedPlan;
  } catch (error) {
    if (!(error instanceof LabError) || file === null) throw error;
    throw new LabError(error.code, error.message.replaceAll(file, "study.yaml"));
  }
}
