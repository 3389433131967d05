/** A study: how it stands, what is under way, its learning curves and its trials. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { BackLink } from "../parts/back-link.tsx";
import { forgetCurves } from "./curves/curve-cache.ts";
import { CurvesPanel } from "./curves/curves-panel.tsx";
import { type Picks, pickAll, togglePick } from "./picks.ts";
import "../styles/runs.css";
import "../styles/study.css";
import type { ViewProps } from "../views.ts";
import { followStudy, study } from "./study-feed.ts";
import { StudyHead } from "./study-head.tsx";
import { rowsInOrder, type StudyState } from "./study-state.ts";
import { bestOfEach } from "./table/trial-groups.ts";
import { TrialsPanel } from "./table/trials-panel.tsx";
import { UnderWay } from "./under-way.tsx";

/** The view of one study. */
export function StudyView({ id: named }: ViewProps) {
  const id = named ?? "";
  useEffect(() => {
    forgetCurves();
    return followStudy(id);
  }, [id]);
  const state = study.value;
  if (state === "loading") return <Loading />;
  if (state === "gone") return <Gone />;
  return <Study id={id} state={state} />;
}

function Study({ id, state }: { readonly id: string; readonly state: StudyState }) {
  const rows = useMemo(() => rowsInOrder(state), [state.facts, state.rows]);
  const grouped = useSignal(false);
  const chosen = useSignal<Picks>(new Map());
  const offered = useMemo(() => pickAll(bestOfEach(rows)), [rows]);
  const isChosen = chosen.value.size > 0;
  const picks = isChosen ? chosen.value : offered;
  useEffect(() => {
    document.title = `${state.summary.name} · Lionlab`;
  }, [state.summary.name]);
  return (
    <>
      <StudyHead id={id} state={state} />
      <UnderWay rows={state.rows} pulse={state.pulse} />
      <CurvesPanel
        id={id}
        name={state.summary.name}
        rows={rows}
        picks={picks}
        isChosen={isChosen}
        onClear={() => (chosen.value = new Map())}
      />
      <TrialsPanel
        rows={rows}
        grouped={grouped}
        picks={chosen.value}
        onPick={(key) => (chosen.value = togglePick(chosen.value, key))}
      />
    </>
  );
}

function Loading() {
  return (
    <div aria-busy="true">
      <BackLink />
      <h1 class="blank-text">Reading the study …</h1>
      <ul class="runs">
        <li class="run blank" />
        <li class="run blank" />
      </ul>
    </div>
  );
}

function Gone() {
  return (
    <section class="notice">
      <h1>This run is not here</h1>
      <p>Its store was moved or deleted, or the dashboard was started for another folder.</p>
      <p>
        <a href="#/">See all runs</a>
      </p>
    </section>
  );
}
