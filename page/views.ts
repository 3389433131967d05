/** The views of the page, each loaded when it is first shown. */
import type { ComponentType } from "preact";
import { discoveryView, homeView } from "./route.ts";

/** What a view is given: what its address names, and the state in it when it is first shown. */
export interface ViewProps {
  readonly id: string | null;
  readonly query: string;
}

/** A view. */
export interface View {
  /** As the address names it. */
  readonly name: string;
  /** In the head of every page, where it is found from everywhere. */
  readonly link?: string;
  readonly load: () => Promise<ComponentType<ViewProps>>;
}

/** One view, one line; links stand in this order. */
export const views: readonly View[] = [
  { name: homeView, link: "Runs", load: async () => (await import("./runs/runs-view.tsx")).RunsView },
  { name: "new", load: async () => (await import("./start/start-view.tsx")).StartView },
  { name: "compare", load: async () => (await import("./compare/compare-view.tsx")).CompareView },
  { name: "run", load: async () => (await import("./study/study-view.tsx")).StudyView },
  { name: discoveryView, load: async () => (await import("./discovery/discovery-view.tsx")).DiscoveryRunView },
  { name: "lion-k", link: "Lion-K", load: async () => (await import("./lionk/lionk-view.tsx")).LionKView },
  {
    name: "playground",
    link: "Playground",
    load: async () => (await import("./playground/playground-view.tsx")).PlaygroundView,
  },
  { name: "try", link: "Try it", load: async () => (await import("./try/try-view.tsx")).TryView },
];
