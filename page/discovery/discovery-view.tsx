/** A discovery: how it stands, fitness, the hall of fame, one program and how it came about, and what was measured after the searches. */

import { useEffect, useMemo } from "preact/hooks";
import { keepState, route } from "../location.ts";
import { GoneRun, ReadingRun } from "../parts/run-notices.tsx";
import "../styles/runs.css";
import "../styles/study.css";
import "../styles/curves.css";
import "../styles/discovery.css";
import type { ViewProps } from "../views.ts";
import { discovery, followDiscovery } from "./discovery-feed.ts";
import { DiscoveryHead } from "./discovery-head.tsx";
import { type DiscoveryState, reportViewOf } from "./discovery-state.ts";
import { FamePanel } from "./fame/fame-panel.tsx";
import { FitnessPanel } from "./fitness/fitness-panel.tsx";
import { pageLanguage } from "./page-language.ts";
import { PhasesPanel } from "./phases/phases-panel.tsx";
import { offeredProgram } from "./program/offered-program.ts";
import { type Picked, pickedOf, queryOf } from "./program/picked-program.ts";
import { forgetPrograms } from "./program/program-feed.ts";
import { ProgramPart } from "./program/program-part.tsx";

/** The view of one discovery. */
export function DiscoveryRunView({ id: named }: ViewProps) {
  const id = named ?? "";
  useEffect(() => {
    forgetPrograms();
    return followDiscovery(id);
  }, [id]);
  const state = discovery.value;
  if (state === "loading") return <ReadingRun what="the discovery" />;
  if (state === "gone") return <GoneRun what="This discovery" />;
  return <Discovery id={id} state={state} />;
}

function Discovery({ id, state }: { readonly id: string; readonly state: DiscoveryState }) {
  const view = useMemo(() => reportViewOf(state, pageLanguage), [state.facts, state.searches, state.phases]);
  const picked = pickedOf(route.value.query);
  const place = picked.place ?? offeredProgram(view, state.fame);
  const pick = (change: Partial<Picked>): void => keepState(queryOf({ ...picked, place, ...change }));
  useEffect(() => {
    document.title = `${state.summary.name} · Lionlab`;
  }, [state.summary.name]);
  return (
    <>
      <DiscoveryHead id={id} state={state} view={view} />
      <FitnessPanel view={view} pulse={state.pulse} />
      <FamePanel
        id={id}
        view={view}
        front={state.fame}
        picked={place?.identity ?? null}
        onPick={({ search, identity }) => pick({ place: { search, identity }, step: null })}
      />
      {place !== null && <ProgramPart id={id} view={view} place={place} picked={picked} onPick={pick} />}
      <PhasesPanel view={view} />
    </>
  );
}
