/**
 * Lasting lines of a discovery's events, said alike by the live and the plain display.
 */
import { printable } from "../../core/printable.ts";
import type { FollowedDiscoveryEvent } from "../../live/follow-news.ts";
import type { SimplificationRecord, TuningRecord } from "../../records/search-records.ts";
import type { DiscoveryEvent, SearchProgress } from "../../search/events.ts";
import type { Estimate } from "../../stats/mean-interval.ts";
import { followLine } from "../progress/follow-lines.ts";
import { cut, fitParts, formatCount, formatDuration, formatShare, paint, type Style } from "../progress/text.ts";
import { formatFitness, formatGain, phaseTitles, searchName } from "./text.ts";

/** The lasting line of an event, null for those that only move the display. */
export function lastingDiscoveryLine(event: FollowedDiscoveryEvent, style: Style): string | null {
  switch (event.kind) {
    case "planned":
      return cut(plannedText(event), style.columns);
    case "search-ended":
      return event.reason === "stopped" ? null : searchEndedLine(event.progress, event.reason, style);
    case "phase":
      return cut(phaseText(event), style.columns);
    case "tuned":
      return tunedLine(event.tuning, style);
    case "funnel":
      return funnelLine(event, style);
    case "simplified":
      return simplifiedLine(event.step, style);
    case "warning":
      return `! ${printable(event.sentence)}`;
    case "stopping":
      return "Stopping: everything evaluated is kept. Ctrl-C again stops at once; that is safe too.";
    case "following":
    case "silent":
    case "heard":
    case "asked-to-stop":
    case "lost":
      return followLine(event, "A discovery");
    case "progress":
    case "improved":
    case "phase-progress":
    case "meta-validation":
    case "ended":
      return null;
  }
}

function plannedText({ searches, resumed }: Extract<DiscoveryEvent, { kind: "planned" }>): string {
  const count = `${searches} ${searches === 1 ? "search" : "searches"}`;
  return resumed ? `${count}, going on from what is there.` : `${count}.`;
}

function searchEndedLine(progress: SearchProgress, reason: "budget" | "target", style: Style): string {
  const { bestFitness, seedFitness, evaluations, children, cacheHits, seconds } = progress;
  const line = fitParts(
    [
      `✓ ${searchName(progress)}`,
      `best ${formatFitness(bestFitness)} (${formatGain(bestFitness - seedFitness)})`,
      reason === "target" ? "target reached" : "",
      `${formatCount(evaluations)} evaluations of ${formatCount(children)} programs in ${formatDuration(seconds)}`,
      `${formatShare(cacheHits / Math.max(1, children))} known`,
    ].filter((part) => part !== ""),
    style.columns,
  );
  return style.color ? paint(line.slice(0, 1), "green", style) + line.slice(1) : line;
}

function phaseText({ phase, total }: Extract<DiscoveryEvent, { kind: "phase" }>): string {
  const about = {
    tuning: `Tuning the finalists, and what they are judged beside: ${count(total, "evaluation")} at most.`,
    "fresh-seeds": `Fresh seeds: ${count(total, "evaluation")}.`,
    larger: `Larger tasks: ${count(total, "evaluation")}.`,
    full: `Full task: ${count(total, "trial")}.`,
    "meta-validation": `Meta-validation: the best programs along each search on the larger tasks, ${count(total, "evaluation")}.`,
    simplification: "Simplifying the winner.",
    report: "Writing the report.",
  } as const;
  return about[phase];
}

function count(total: number, noun: string): string {
  return `${formatCount(total)} ${noun}${total === 1 ? "" : "s"}`;
}

function tunedLine({ label, before, after }: TuningRecord, style: Style): string {
  const parts = [`· ${phaseTitles.tuning.padEnd(12)}`, cut(label, 24).padEnd(16)];
  return fitParts([...parts, `${formatFitness(before.mean)} → ${formatFitness(after.mean)}`], style.columns);
}

function funnelLine({ entry, lead }: Extract<DiscoveryEvent, { kind: "funnel" }>, style: Style): string {
  const { stage, label, mean, scores, rate, promoted, role, family } = entry;
  const parts = [
    `${promoted ? "✓" : role === "baseline" ? "=" : "·"} ${phaseTitles[stage].padEnd(12)}`,
    cut(label, 24).padEnd(16),
    `${formatFitness(mean)} over ${scores.length} ${scores.length === 1 ? "run" : "runs"}`,
    `rate × ${Number(rate.toPrecision(3))}`,
    role === "baseline" ? "the bar" : leadText({ promoted, lead: lead ?? null }),
    family ?? "",
  ];
  const line = cut(parts.filter((part) => part !== "").join("  "), style.columns);
  return promoted && style.color ? paint(line.slice(0, 1), "green", style) + line.slice(1) : line;
}

/** `promoted +0.0031`; `no difference: +0.0005, -0.0140 to +0.0150`; what lies below the bar says so. */
function leadText({ promoted, lead }: { readonly promoted: boolean; readonly lead: Estimate | null }): string {
  if (lead === null) return promoted ? "promoted" : "";
  if (promoted) return `promoted ${formatGain(lead.value)}`;
  if (lead.low === null || lead.high === null) return "one seed tells nothing";
  if (lead.low > 0 || lead.high < 0) return formatGain(lead.value);
  return `no difference: ${formatGain(lead.value)}, ${formatGain(lead.low)} to ${formatGain(lead.high)}`;
}

function simplifiedLine({ label, rule, before, after }: SimplificationRecord, style: Style): string {
  const figure = before === null || after === null ? "" : `${formatFitness(before)} → ${formatFitness(after)}`;
  return fitParts(
    [`  ${label.padEnd(9)}`, rule, figure].filter((part) => part !== ""),
    style.columns,
  );
}
