/** A study: how it stands, what is under way, its learning curves and its trials. */

import { useEffect, useMemo } from "preact/hooks";
import { GoneRun, ReadingRun } from "../parts/run-notices.tsx";
import { useSettled } from "../parts/use-settled.ts";
import { ComparePanel } from "./compare/compare-panel.tsx";
import { forgetCurves } from "./curves/curve-cache.ts";
import { CurvesPanel } from "./curves/curves-panel.tsx";
import { picksOf, tokensOf } from "./pick-tokens.ts";
import { pickAll, togglePick } from "./picks.ts";
import { groupingFields, withinBrushes } from "./rows-shown.ts";
import { parallelAxes } from "./settings/parallel-axes.ts";
import { SettingsPanel } from "./settings/settings-panel.tsx";
import { SurfacesPanel } from "./surfaces/surfaces-panel.tsx";
import { readFilter } from "./table/trial-filter.ts";
import { useViewState } from "./use-view-state.ts";
import "../styles/runs.css";
import "../styles/study.css";
import type { ViewProps } from "../views.ts";
import { followStudy, study } from "./study-feed.ts";
import { StudyHead } from "./study-head.tsx";
import { rowsInOrder, type StudyState } from "./study-state.ts";
import { bestOfEach } from "./table/trial-groups.ts";
import { TrialsPanel } from "./table/trials-panel.tsx";
import { OpenedTrial } from "./trial/trial-dialog.tsx";
import { UnderWay } from "./under-way.tsx";
import { VerdictPanel } from "./verdict/verdict-panel.tsx";

/** Milliseconds after which figures that are slower than a brush follow it. */
const restMs = 120;

/** The view of one study. */
export function StudyView({ id: named, query }: ViewProps) {
  const id = named ?? "";
  useEffect(() => {
    forgetCurves();
    return followStudy(id);
  }, [id]);
  const state = study.value;
  if (state === "loading") return <ReadingRun what="the study" />;
  if (state === "gone") return <GoneRun what="This run" />;
  return <Study id={id} state={state} query={query} />;
}

function Study({ id, state, query }: { readonly id: string; readonly state: StudyState; readonly query: string }) {
  const [view, change] = useViewState(query);
  const rows = useMemo(() => rowsInOrder(state), [state.facts, state.rows]);
  const axes = useMemo(() => parallelAxes(rows), [rows]);
  const fields = useMemo(() => groupingFields(rows), [rows]);
  const brushed = useMemo(() => withinBrushes(rows, { axes, brushes: view.brushes }), [rows, axes, view.brushes]);
  const filter = useMemo(() => readFilter(view.filter, rows), [rows, view.filter]);
  const shown = useMemo(() => (filter.isEmpty ? brushed : brushed.filter(filter.accepts)), [brushed, filter]);
  const chosen = useMemo(() => picksOf(view.picks, rows), [view.picks, rows]);
  const both = useMemo(() => ({ shown, brushed }), [shown, brushed]);
  const settled = useSettled(both, restMs);
  const offered = useMemo(() => pickAll(bestOfEach(settled.shown)), [settled]);
  const isChosen = chosen.size > 0;
  const pick = (key: string): void => change({ picks: tokensOf(togglePick(chosen, key), rows) });
  useEffect(() => {
    document.title = `${state.summary.name} · Lionlab`;
  }, [state.summary.name]);
  return (
    <>
      <StudyHead id={id} state={state} />
      <UnderWay rows={state.rows} pulse={state.pulse} />
      <VerdictPanel id={id} name={state.summary.name} ended={endedText(state)} />
      <CurvesPanel
        id={id}
        name={state.summary.name}
        rows={settled.brushed}
        picks={isChosen ? chosen : offered}
        isChosen={isChosen}
        state={view}
        onChange={change}
      />
      <SettingsPanel {...{ rows, shown, axes, fields, state: view, of: state.summary.name, onChange: change }} />
      <SurfacesPanel id={id} name={state.summary.name} ended={endedText(state)} />
      <TrialsPanel
        {...{ rows: shown, of: rows.length, fault: filter.fault, fields, state: view, onChange: change }}
        picks={chosen}
        onPick={pick}
      />
      <ComparePanel rows={brushed} picks={chosen} onDrop={pick} />
      <OpenedTrial id={id} rows={state.rows} />
    </>
  );
}

/** Another text where another trial has ended. */
function endedText({ summary: { done, failed, total } }: StudyState): string {
  return `${done} ${failed} ${total}`;
}
