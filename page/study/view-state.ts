/**
 * What of a study is shown, as its address says it: filter, sorting, grouping, picks, axes, brushes. What is as it is at first is left out, what cannot be read
 * is as at first.
 */
import type { CurveAxis } from "./curves/curve-lines.ts";
import { type SortColumn, sortColumns } from "./table/line-up.ts";

/** Ends of a brush on an axis. */
export type Range = readonly [low: number, high: number];

/** Which figure of settings is shown. */
export type SettingsFigure = "parallel" | "rates" | "heat";

/** The state. Frozen: each change makes another. */
export interface StudyViewState {
  readonly filter: string;
  readonly sort: SortColumn;
  readonly down: boolean;
  /** Rows of the table: `trials`, `seeds` (a mean over seeds), or the name of a field, one row for each of its values. */
  readonly rows: string;
  /** Tokens of what is picked, by place; null where a place is free. */
  readonly picks: readonly (string | null)[];
  readonly axis: CurveAxis;
  readonly logX: boolean;
  readonly logLoss: boolean;
  /** Points that a smoothed line is the mean of; 1: it is not smoothed. */
  readonly smooth: number;
  readonly figure: SettingsFigure;
  /** Field that runs upwards in the heat maps; null: the first that there is. */
  readonly against: string | null;
  readonly brushes: Readonly<Record<string, Range>>;
}

/** As a study is shown at first. */
export const firstState: StudyViewState = {
  filter: "",
  sort: "order",
  down: false,
  rows: "trials",
  picks: [],
  axis: "epoch",
  logX: false,
  logLoss: true,
  smooth: 1,
  figure: "parallel",
  against: null,
  brushes: {},
};

/** Widths of the smoothing that are offered, in points. */
export const smoothings: readonly number[] = [1, 5, 21, 101];

/** The state of an address's query. */
export function readState(query: string): StudyViewState {
  const given = new URLSearchParams(query);
  const one = <T extends string>(name: string, known: readonly T[], otherwise: T): T => {
    const value = given.get(name);
    return known.find((each) => each === value) ?? otherwise;
  };
  return {
    filter: given.get("q") ?? "",
    sort: one("sort", sortColumns, firstState.sort),
    down: given.get("down") === "1",
    rows: given.get("rows") ?? firstState.rows,
    picks: readPicks(given.get("pick") ?? ""),
    axis: one("x", ["epoch", "seconds", "step"], firstState.axis),
    logX: given.get("logx") === "1",
    logLoss: given.get("logloss") !== "0",
    smooth: smoothings.find((points) => String(points) === given.get("smooth")) ?? firstState.smooth,
    figure: one("figure", ["parallel", "rates", "heat"], firstState.figure),
    against: given.get("against"),
    brushes: Object.fromEntries(given.getAll("brush").flatMap(readBrush)),
  };
}

/** The query of a state; empty for the first. */
export function stateQuery(state: StudyViewState): string {
  const query = new URLSearchParams();
  const say = (name: string, value: string, first: string): void => {
    if (value !== first) query.append(name, value);
  };
  say("q", state.filter, "");
  say("sort", state.sort, firstState.sort);
  say("down", state.down ? "1" : "", "");
  say("rows", state.rows, firstState.rows);
  say("pick", state.picks.map((token) => token ?? "").join(","), "");
  say("x", state.axis, firstState.axis);
  say("logx", state.logX ? "1" : "", "");
  say("logloss", state.logLoss ? "" : "0", "");
  say("smooth", String(state.smooth), "1");
  say("figure", state.figure, firstState.figure);
  say("against", state.against ?? "", "");
  for (const [name, [low, high]] of Object.entries(state.brushes)) query.append("brush", `${low}~${high}~${name}`);
  return query.toString();
}

function readPicks(text: string): readonly (string | null)[] {
  return text === "" ? [] : text.split(",").map((token) => (token === "" ? null : token));
}

function readBrush(text: string): readonly (readonly [string, Range])[] {
  const [, low, high, name] = /^([^~]+)~([^~]+)~(.+)$/.exec(text) ?? [];
  const range: Range = [Number(low), Number(high)];
  return name === undefined || !range.every(Number.isFinite) ? [] : [[name, range]];
}
