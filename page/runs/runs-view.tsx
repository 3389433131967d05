/** All runs that the dashboard knows of. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ListedRun, UnreadRun } from "../../src/dashboard/views.ts";
import { count } from "../../src/report/format.ts";
import { keepState } from "../location.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { FilterBox } from "../parts/filter-box.tsx";
import { addressOf, comparisonAddress } from "../route.ts";
import type { ViewProps } from "../views.ts";
import { type ListState, listQuery, listStateOf } from "./list-state.ts";
import "../styles/runs.css";
import { filterRuns, type RunOrder, runOrders, sortRuns } from "./run-list.ts";
import { RunRow } from "./run-row.tsx";
import { followRuns, keepNotes, runList } from "./runs-feed.ts";
import { StartingRuns } from "./starting-runs.tsx";

/** The list. */
export function RunsView({ query }: ViewProps) {
  useEffect(() => {
    document.title = "Runs · Lionlab";
    return followRuns();
  }, []);
  const list = runList.value;
  if (list === null) return <Loading />;
  return (
    <>
      <StartingRuns runs={list.starting} />
      {list.runs.length === 0 ? <Empty /> : <Runs runs={list.runs} query={query} />}
      {list.unread.length > 0 && <Unread stores={list.unread} />}
    </>
  );
}

function Runs({ runs, query }: { readonly runs: readonly ListedRun[]; readonly query: string }) {
  const state = useSignal(listStateOf(query));
  const picked = useSignal<ReadonlySet<string>>(new Set());
  const set = (part: Partial<ListState>): void => {
    state.value = { ...state.value, ...part };
    keepState(listQuery(state.value));
  };
  const pick = (id: string): void => {
    const next = new Set(picked.value);
    if (!next.delete(id)) next.add(id);
    picked.value = next;
  };
  const { filter, order } = state.value;
  const shown = sortRuns(filterRuns(runs, filter), order);
  const compared = runs.filter(({ id }) => picked.value.has(id)).map(({ id }) => id);
  const running = runs.filter(({ state }) => state === "running" || state === "stopping").length;
  return (
    <>
      <div class="view-head">
        <div>
          <h1>Runs</h1>
          <p class="lead">
            {count(runs.length, "run")}, {running === 0 ? "none under way" : `${running} under way`}
          </p>
        </div>
        <div class="tools">
          <Comparison ids={compared} />
          <FilterBox label="Filter runs" value={filter} onFilter={(text) => set({ filter: text })} />
          <label class="choice">
            <span>Sort by</span>
            <select value={order} onChange={(event) => set({ order: event.currentTarget.value as RunOrder })}>
              {Object.entries(runOrders).map(([name, words]) => (
                <option key={name} value={name}>
                  {words}
                </option>
              ))}
            </select>
          </label>
          <a class="button" href={addressOf({ view: "new" })}>
            New run
          </a>
        </div>
      </div>
      {shown.length === 0 ? (
        <p class="nothing">No run has all of these words.</p>
      ) : (
        <ul class="runs">
          {shown.map((run) => (
            <RunRow
              key={run.id}
              run={run}
              isPicked={run.kind === "study" ? picked.value.has(run.id) : undefined}
              onPick={pick}
              onTag={(tag) => set({ filter: tag })}
              onSaved={keepNotes}
            />
          ))}
        </ul>
      )}
    </>
  );
}

/** The way to several studies side by side, once two are chosen. */
function Comparison({ ids }: { readonly ids: readonly string[] }) {
  if (ids.length === 0) return null;
  if (ids.length === 1) return <span class="hint">Choose one more to compare</span>;
  return (
    <a class="button main" href={comparisonAddress(ids)}>
      Compare {ids.length} studies
    </a>
  );
}

function Unread({ stores }: { readonly stores: readonly UnreadRun[] }) {
  return (
    <section>
      <h2>Not read</h2>
      <ul class="unread">
        {stores.map(({ location, sentence }) => (
          <li key={location}>
            <code>{location}</code>
            <span>{sentence}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Empty() {
  const command = "npx lionlab compare quickstart";
  return (
    <section class="notice">
      <h1>No runs yet</h1>
      <p>A run shows up here by itself as soon as it starts, here or in a terminal. This one takes a few minutes:</p>
      <p class="command">
        <code>{command}</code>
        <CopyButton text={command} />
      </p>
      <p>
        <a class="button main" href={addressOf({ view: "new" })}>
          New run
        </a>
      </p>
    </section>
  );
}

function Loading() {
  return (
    <div aria-busy="true">
      <div class="view-head">
        <h1>Runs</h1>
      </div>
      <ul class="runs">
        {[0, 1, 2].map((at) => (
          <li key={at} class="run blank" />
        ))}
      </ul>
    </div>
  );
}
