/** The epochs of a trial as rows of texts. */
import type { TrialDetails } from "../../../src/dashboard/trial-details.ts";
import { formatPercent, formatRate, formatSeconds } from "../../../src/report/format.ts";
import { lossText } from "../trial-text.ts";

/** A column of the table of epochs. */
export interface EpochColumn {
  readonly title: string;
  readonly text: (epoch: TrialDetails["epochs"][number], timing: TrialDetails["timings"][number] | undefined) => string;
}

const epochColumns: readonly EpochColumn[] = [
  { title: "Epoch", text: ({ epoch }) => String(epoch) },
  { title: "Training loss", text: ({ trainLoss }) => lossText(trainLoss) },
  { title: "Training", text: ({ trainAccuracy }) => formatPercent(trainAccuracy) },
  { title: "Validation loss", text: ({ validationLoss }) => lossText(validationLoss) },
  { title: "Validation", text: ({ validationAccuracy }) => formatPercent(validationAccuracy) },
  { title: "Rate", text: ({ lr }) => rateText(lr) },
  { title: "Seconds", text: (_, timing) => (timing === undefined ? "–" : formatSeconds(secondsOf(timing))) },
];

const topFive: EpochColumn = {
  title: "Validation top-5",
  text: ({ validationTop5 }) => formatPercent(validationTop5 ?? null),
};

/** The columns; top-5 where the data has more than ten classes. */
export function columnsFor({ epochs }: Pick<TrialDetails, "epochs">): readonly EpochColumn[] {
  const hasTopFive = epochs.some(({ validationTop5 }) => validationTop5 !== undefined);
  return hasTopFive ? [...epochColumns.slice(0, 5), topFive, ...epochColumns.slice(5)] : epochColumns;
}

/** Seconds of training and evaluation, and those of an epoch in the mean; a dash where nobody measured them. */
export function timeText({ timings }: Pick<TrialDetails, "timings">): string {
  if (timings.length === 0) return "–";
  const total = timings.reduce((sum, timing) => sum + secondsOf(timing), 0);
  return `${formatSeconds(total)}, ${formatSeconds(total / timings.length)} an epoch`;
}

function secondsOf({ trainSeconds, evaluateSeconds }: TrialDetails["timings"][number]): number {
  return trainSeconds + evaluateSeconds;
}

/** A figure that is not finite has become null on its way. */
function rateText(lr: number | null): string {
  return lr === null ? "–" : formatRate(lr);
}
