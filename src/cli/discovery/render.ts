/**
 * The block of a discovery's live view: searches, rates, the best program, the hall of fame, and how far it is. Pure text.
 *
 * Rows are given out by worth: the overall line, the searches, their rates, then the best program and the hall of fame
 * with what is left. On a narrow screen each line keeps its first parts.
 */

import {
  type DiscoveryState,
  jointFame,
  leader,
  type PhaseState,
  phaseSecondsLeft,
  type SearchState,
  searchSecondsLeft,
  shareDone,
} from "../../live/discovery-state.ts";
import { silenceText } from "../progress/follow-lines.ts";
import {
  bar,
  cut,
  fitParts,
  formatCount,
  formatDuration,
  formatRoughDuration,
  paint,
  type Style,
} from "../progress/text.ts";
import { famePanel, programPanel } from "./panels.ts";
import { formatFitness, formatGain, phaseText, searchName, sparkline } from "./text.ts";

/** What a block is drawn with. `now` and `startedAt`: seconds by the display's clock. */
export interface BlockSetup {
  readonly style: Style;
  readonly rows: number;
  readonly now: number;
  readonly startedAt: number;
}

/** The block: at most `rows` lines, none wider than the style's columns. */
export function renderDiscovery(state: DiscoveryState, setup: BlockSetup): string[] {
  const { style, rows } = setup;
  const overall = overallLine(state, setup);
  const room = rows - 1;
  if (state.searches.length === 0 || room < 1) return [overall];
  const head = [...searchLines(state, style, Math.max(1, room - 1)), ratesLine(state, style)].slice(0, room);
  const panels = panelLines(state, style, room - head.length);
  return [...head, ...panels, overall];
}

/** Header and one line for each search, or for each method where there are too many of them. */
function searchLines({ searches }: DiscoveryState, style: Style, room: number): string[] {
  const evaluated = searches.filter(({ progress }) => progress.evaluations > 0);
  const lowest = Math.min(...evaluated.map(({ progress }) => progress.seedFitness));
  const highest = Math.max(...evaluated.map(({ progress }) => progress.bestFitness));
  const rows = searches.length <= room ? searches.map(rowOf) : methodRows(searches);
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map((row) => searchLine(row, { style, width, lowest, highest }));
  const header = fitParts(
    ["  search".padEnd(width + 4), "   best", "    gain", "evaluations", "   programs", "course"],
    style.columns,
  );
  return lines.length < room ? [paint(header, "dim", style), ...lines] : lines.slice(0, room);
}

/** A line of the table of searches. */
interface SearchRow extends SearchState {
  readonly name: string;
}

function rowOf(search: SearchState): SearchRow {
  return { ...search, name: searchName(search.progress) };
}

/** One row a method: the best of its searches, with the counts of all. */
function methodRows(searches: readonly SearchState[]): readonly SearchRow[] {
  const methods = [...new Set(searches.map(({ progress }) => progress.method))];
  return methods.map((method) => {
    const own = searches.filter(({ progress }) => progress.method === method);
    const best = own.reduce((a, b) => (b.progress.bestFitness > a.progress.bestFitness ? b : a));
    const sum = (of: (search: SearchState) => number) => own.reduce((total, search) => total + of(search), 0);
    const counts = { children: sum((s) => s.progress.children), evaluations: sum((s) => s.progress.evaluations) };
    return {
      name: `${method} × ${own.length}`,
      progress: { ...best.progress, ...counts },
      family: best.family,
      curve: best.curve,
      ended: own.every(({ ended }) => ended),
    };
  });
}

interface SearchScale {
  readonly style: Style;
  /** Of the column of names. */
  readonly width: number;
  readonly lowest: number;
  readonly highest: number;
}

function searchLine(
  { name, progress, curve, ended }: SearchRow,
  { style, width, lowest, highest }: SearchScale,
): string {
  const { bestFitness, seedFitness, evaluations, children } = progress;
  return fitParts(
    [
      `${ended ? "✓" : " "} ${name.padEnd(width)}  `,
      (evaluations === 0 ? "–" : formatFitness(bestFitness)).padStart(7),
      (evaluations === 0 ? "–" : formatGain(bestFitness - seedFitness)).padStart(8),
      formatCount(evaluations).padStart(11),
      formatCount(children).padStart(11),
      ...(evaluations === 0 ? [] : [sparkline(curve, { lowest, highest })]),
    ],
    style.columns,
  );
}

/** Rates of all searches together, and shares over all their programs. */
function ratesLine({ searches }: DiscoveryState, style: Style): string {
  const progress = searches.map((search) => search.progress);
  const running = searches.filter(({ ended }) => !ended).map((search) => search.progress);
  const sum = (items: typeof progress, of: (item: (typeof progress)[number]) => number) =>
    items.reduce((total, item) => total + of(item), 0);
  const children = sum(progress, (item) => item.children);
  const invalid = sum(progress, (item) => item.invalid);
  const failed = sum(progress, (item) => item.failed);
  const redundancy = sum(progress, (item) => item.redundancy * item.children) / Math.max(1, children);
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const speeds = [
    `${formatCount(sum(running, (item) => item.childrenPerSecond))} programs/s`,
    `${formatRateOf(sum(running, (item) => item.evaluationsPerSecond))} evaluations/s`,
  ];
  const parts = [
    ...(running.length === 0 ? [] : speeds),
    `known ${percent(sum(progress, (item) => item.cacheHits) / Math.max(1, children))}`,
    `invalid ${percent(invalid / Math.max(1, children + invalid))}`,
    `redundant ${percent(redundancy)}`,
    failed > 0 ? `failed ${formatCount(failed)}` : "",
  ];
  const line = fitParts(
    parts.filter((part) => part !== ""),
    style.columns - 2,
    " · ",
  );
  return paint(cut(`  ${line}`, style.columns), "dim", style);
}

function formatRateOf(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : formatCount(perSecond);
}

/** The best program and the hall of fame, with blank lines before them where there is room. */
function panelLines(state: DiscoveryState, style: Style, room: number): string[] {
  const best = leader(state);
  if (best === null || room < 3) return [];
  const members = jointFame(state);
  const fameRoom = Math.max(0, Math.min(members.length + 1, Math.floor(room / 3)));
  const program = programPanel(best, style, room - 1 - (fameRoom >= 2 ? fameRoom + 1 : 0));
  const left = room - 1 - program.length;
  const fame = left >= 3 ? ["", ...famePanel(members, style, left - 2)] : [];
  const lines = ["", ...program, ...fame];
  return lines.length < room ? [...lines, ""] : lines;
}

function overallLine(state: DiscoveryState, { style, now, startedAt }: BlockSetup): string {
  const parts = state.phase === null ? searchingParts(state, style, now) : phaseParts(state.phase, style, now);
  const elapsed = formatDuration(now - startedAt);
  const rest = state.silence === undefined ? parts.slice(2) : [silenceText(state.silence, now)];
  const line = fitParts([...parts.slice(0, 2), elapsed, ...rest], style.columns, " · ");
  return paint(line, "bold", style);
}

function searchingParts(state: DiscoveryState, style: Style, now: number): string[] {
  if (state.searches.length === 0) return ["evaluating the seed program", state.name];
  const share = shareDone(state);
  const left = searchSecondsLeft(state, now);
  return [
    progressBar(share, style),
    "searching",
    state.stopping
      ? "stopping"
      : left === null
        ? "estimating the time left"
        : `${formatRoughDuration(left)} of searching left`,
  ];
}

function phaseParts(phase: PhaseState, style: Style, now: number): string[] {
  const { done, total } = phase;
  const left = phaseSecondsLeft(phase, now);
  return [
    progressBar(total === 0 ? 0 : done / total, style),
    phaseText(phase),
    left === null || done >= total ? "" : `${formatRoughDuration(left)} left of it`,
  ].filter((part) => part !== "");
}

function progressBar(share: number, { columns }: Style): string {
  return columns >= 40 ? bar(share, columns >= 90 ? 28 : 12) : `${Math.floor(100 * share)} %`;
}
