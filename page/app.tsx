/** The page: its head, the view that the address names, and how it stands with the server. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useErrorBoundary } from "preact/hooks";
import { connection } from "./connection.ts";
import { runFault } from "./follow-events.ts";
import { route } from "./location.ts";
import { addressOf } from "./route.ts";
import { type View, type ViewProps, views } from "./views.ts";

/** The whole page. */
export function App() {
  return (
    <>
      <header class="top">
        <a class="brand" href="#/" aria-label="Lionlab, all runs">
          <img src="/mark.svg" alt="" width="22" height="22" />
          Lionlab
        </a>
        <Links />
        <ConnectionLine />
      </header>
      <main>
        <FaultLine />
        {connection.value === "refused" ? <Refused /> : <Shown />}
      </main>
    </>
  );
}

/** A run whose store cannot be read now is shown as it was. */
function FaultLine() {
  if (runFault.value === "") return null;
  return (
    <p class="unreadable" role="alert">
      This run cannot be read now, and is tried again: {runFault.value}
    </p>
  );
}

function Links() {
  const now = route.value.view;
  return (
    <nav class="links" aria-label="Views">
      {views.map(
        ({ name, link }) =>
          link !== undefined && (
            <a key={name} href={addressOf({ view: name })} aria-current={name === now ? "page" : undefined}>
              {link}
            </a>
          ),
      )}
    </nav>
  );
}

/** Views that are here, by name; a sentence where one could not be had. */
const loaded = signal<ReadonlyMap<string, ComponentType<ViewProps> | string>>(new Map());

function keep(name: string, what: ComponentType<ViewProps> | string): void {
  loaded.value = new Map([...loaded.value, [name, what]]);
}

function load({ name, load: get }: View): void {
  get().then(
    (component) => keep(name, component),
    () => keep(name, "This part of the page could not be read from the server."),
  );
}

function Shown() {
  const { view: name, id, query } = route.value;
  const view = views.find((one) => one.name === name);
  const here = loaded.value.get(name);
  useEffect(() => {
    if (view !== undefined && (here === undefined || typeof here === "string")) load(view);
  }, [name]);
  if (view === undefined)
    return <Failed title="There is no such page" sentence="Its address is not one of Lionlab's." />;
  if (here === undefined) return <p class="nothing" aria-busy="true" />;
  if (typeof here === "string") return <Failed title="Not loaded" sentence={here} />;
  return <Guarded key={`${name}/${id}`} view={here} id={id} query={query} />;
}

/** A view whose fault takes down itself and nothing else. */
function Guarded({ view: Component, ...props }: ViewProps & { readonly view: ComponentType<ViewProps> }) {
  const [error] = useErrorBoundary((fault) => console.error(fault));
  if (error !== undefined) return <Failed title="This view broke" sentence={String(error)} />;
  return <Component {...props} />;
}

function Failed({ title, sentence }: { readonly title: string; readonly sentence: string }) {
  return (
    <section class="notice">
      <h1>{title}</h1>
      <p>{sentence}</p>
      <p>
        <button type="button" onClick={() => location.reload()}>
          Load the page again
        </button>{" "}
        <a href="#/">See all runs</a>
      </p>
    </section>
  );
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
        Open the address that <code>lionlab dashboard</code> printed when it started. It holds the key to this page;
        each start makes another.
      </p>
    </section>
  );
}
