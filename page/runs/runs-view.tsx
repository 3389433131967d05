/** All runs that the dashboard knows of. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RunSummary, UnreadRun } from "../../src/dashboard/views.ts";
import { count } from "../../src/report/format.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { FilterBox } from "../parts/filter-box.tsx";
import "../styles/runs.css";
import { filterRuns, type RunOrder, runOrders, sortRuns } from "./run-list.ts";
import { RunRow } from "./run-row.tsx";
import { followRuns, runList } from "./runs-feed.ts";

/** The list. */
export function RunsView() {
  useEffect(() => {
    document.title = "Runs · Lionlab";
    return followRuns();
  }, []);
  const list = runList.value;
  if (list === null) return <Loading />;
  return (
    <>
      {list.runs.length === 0 ? <Empty /> : <Runs runs={list.runs} />}
      {list.unread.length > 0 && <Unread stores={list.unread} />}
    </>
  );
}

function Runs({ runs }: { readonly runs: readonly RunSummary[] }) {
  const filter = useSignal("");
  const order = useSignal<RunOrder>("state");
  const shown = sortRuns(filterRuns(runs, filter.value), order.value);
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
          <FilterBox label="Filter runs" value={filter.value} onFilter={(text) => (filter.value = text)} />
          <label class="choice">
            <span>Sort by</span>
            <select value={order.value} onChange={(event) => (order.value = event.currentTarget.value as RunOrder)}>
              {Object.entries(runOrders).map(([name, words]) => (
                <option key={name} value={name}>
                  {words}
                </option>
              ))}
            </select>
          </label>
        </div>
      </div>
      {shown.length === 0 ? (
        <p class="nothing">No run has all of these words.</p>
      ) : (
        <ul class="runs">
          {shown.map((run) => (
            <RunRow key={run.id} run={run} />
          ))}
        </ul>
      )}
    </>
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
      <p>A run shows up here by itself as soon as it starts. This one takes about a minute:</p>
      <p class="command">
        <code>{command}</code>
        <CopyButton text={command} />
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
