/** The page: its head, the view that the address names, and how it stands with the server. */
import { signal } from "@preact/signals";
import { connection } from "./connection.ts";
import { type Route, routeOf } from "./route.ts";
import { RunsView } from "./runs-view.tsx";
import { StudyView } from "./study-view.tsx";

const route = signal<Route>(routeOf(location.hash));
addEventListener("hashchange", () => {
  route.value = routeOf(location.hash);
  scrollTo(0, 0);
});

/** The whole page. */
export function App() {
  const now = route.value;
  return (
    <>
      <header class="top">
        <a class="brand" href="#/" aria-label="Lionlab, all runs">
          <img src="/mark.svg" alt="" width="22" height="22" />
          Lionlab
        </a>
        <ConnectionLine />
      </header>
      <main>{connection.value === "refused" ? <Refused /> : <View route={now} />}</main>
    </>
  );
}

function View({ route: now }: { readonly route: Route }) {
  return now.view === "study" ? <StudyView key={now.id} id={now.id} /> : <RunsView />;
}

function ConnectionLine() {
  const lost = connection.value === "lost";
  const words = { starting: "", connected: "connected", lost: "not connected, trying again", refused: "" };
  return (
    <p class={lost ? "connection lost" : "connection"} role="status">
      {words[connection.value]}
    </p>
  );
}

function Refused() {
  return (
    <section class="notice">
      <h1>This browser is not known here</h1>
      <p>
        Open the address that <code>lionlab dashboard</code> printed when it started. It holds the key to this page, and
        each start makes another.
      </p>
    </section>
  );
}
