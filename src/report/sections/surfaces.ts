/**
 * Surfaces: validation accuracy over learning rate and epoch, one per optimizer, all with the same range of heights.
 */
import { largest, smallest } from "../../core/extremes.ts";
import { accuracyOfEpoch, epochAt, epochCount } from "../../records/trial-epochs.ts";
import { mean } from "../../stats/mean-interval.ts";
import type { Section, Surface, SurfaceGrid, SurfacesBlock } from "../document.ts";
import { commonRateRange, roundRange } from "../measures/height-range.ts";
import { lonelyLines, plateaus, smoothGrid } from "../smooth.ts";
import { endedRuns, type OptimizerRuns, provenance, type RateRuns, type Run, type StudyView } from "../study-view.ts";

/** Points per direction of a smooth surface, about; enough to look smooth, few enough for a small page. */
const smoothPoints = 44;

/** The surfaces of all optimizers with measured epochs; null if there are none, or no optimizer has two rates. */
export function surfacesSection(view: StudyView): Section | null {
  const able = view.optimizers.filter((optimizer) => optimizer.rates.some((rate) => epochsReached(rate) > 0));
  const epochs = Math.max(0, ...able.flatMap((optimizer) => optimizer.rates.map(epochsReached)));
  if (epochs < 2 || !able.some((optimizer) => optimizer.rates.length > 1)) return null;
  const surfaces = withCommonRange(able.map((optimizer) => surfaceOf(optimizer, epochs)));
  return { id: "surfaces", title: "Learning rate and epoch", blocks: [surfacesBlock(view, { able, surfaces })] };
}

function surfacesBlock(
  view: StudyView,
  { able, surfaces }: { readonly able: readonly OptimizerRuns[]; readonly surfaces: readonly Surface[] },
): SurfacesBlock {
  const epochs = surfaces.flatMap((surface) => surface.measured.epochs);
  const heights = surfaces.flatMap((surface) => surface.measured.z.flat().filter((value) => value !== null));
  const groups = able.flatMap((optimizer) => optimizer.rates.map((rate) => rate.runs));
  const several = groups.some((runs) => runs.filter((run) => run.ended).length > 1);
  const diverged = surfaces.some((surface) => surface.diverged.length > 0);
  const ownRanges = new Set(surfaces.map((surface) => surface.rateRange[0])).size > 1;
  const lonely = surfaces.some((surface) => lonelyLines(surface.measured).length > 0);
  const stopped = groups.flat().some((run) => run.trial.result?.stopped === "early");
  return {
    kind: "surfaces",
    id: "surfaces",
    title: "Validation accuracy over learning rate and epoch",
    surfaces,
    zTitle: "validation accuracy",
    zRange: roundRange(heights.length > 0 ? heights : [0, 1]),
    epochRange: [smallest(epochs), largest(epochs)],
    caption:
      "Purple is low, green is high, and all optimizers share one range of heights." +
      (diverged ? " Holes are where a run had diverged; red marks stand where it happened." : "") +
      (lonely ? " A rate without a measured neighbour is a line of points." : "") +
      (ownRanges ? " The axes of learning rates differ." : "") +
      (several ? " Heights are means over the seeds." : "") +
      (stopped ? " A run that stopped early keeps the value of the epoch whose weights it restored." : ""),
    provenance: provenance(view, groups, several ? "none: means over seeds" : "none: one seed per rate"),
  };
}

function surfaceOf(optimizer: OptimizerRuns, epochs: number): Surface {
  const numbers = Array.from({ length: epochs }, (_, index) => index + 1);
  const columns = optimizer.rates.map((rate) => numbers.map((epoch) => heightAt(rate, epoch)));
  const measured: SurfaceGrid = {
    rates: optimizer.rates.map((rate) => rate.lr),
    epochs: numbers,
    z: numbers.map((_, index) => columns.map((column) => column[index]!)),
  };
  const diverged = optimizer.rates.flatMap((rate) => {
    const ends = rate.runs.filter((run) => run.diverged).map((run) => epochCount(run.trial));
    return ends.length > 0 ? [{ rate: rate.lr, epoch: Math.min(...ends) }] : [];
  });
  const walls = plateaus(measured.rates.map(Math.log)).map(Math.exp);
  const rateRange = [walls[0]!, walls.at(-1)!] as const;
  return { label: optimizer.label, measured, smooth: smoothGrid(measured, smoothPoints), rateRange, diverged };
}

/** One axis of rates for all where that leaves no surface on less than two thirds of it; otherwise each keeps its own. */
function withCommonRange(surfaces: readonly Surface[]): readonly Surface[] {
  const common = commonRateRange(surfaces.map(({ rateRange }) => rateRange));
  return common === null ? surfaces : surfaces.map((surface) => ({ ...surface, rateRange: common }));
}

/** Mean over the seeds at an epoch; a hole if one of them had diverged or has not come so far. */
function heightAt(rate: RateRuns, epoch: number): number | null {
  const ended = endedRuns(rate);
  const heights = (ended.length > 0 ? ended : rate.runs).map((run) => accuracyAt(run, epoch));
  return heights.length === 0 || heights.includes(null) ? null : mean(heights.filter((height) => height !== null));
}

function accuracyAt(run: Run, epoch: number): number | null {
  const measured = accuracyOfEpoch(run.trial, epoch - 1);
  if (measured?.epoch === epoch) return measured.validationAccuracy;
  return run.trial.result?.stopped === "early" ? (run.best?.validationAccuracy ?? null) : null;
}

function epochsReached(rate: RateRuns): number {
  return Math.max(0, ...rate.runs.map(({ trial }) => epochAt(trial, epochCount(trial) - 1)?.epoch ?? 0));
}
