/**
 * From the view of a discovery to the report document.
 */
import type { ReportDocument, ReportState } from "../document.ts";
import type { DiscoveryView } from "./discovery-view.ts";
import { discoveryFacts } from "./facts.ts";
import { discoveryHeadline } from "./headline.ts";
import { discoverySections } from "./index.ts";
import type { DiscoverySection } from "./section.ts";

/**
 * Builds the report of a finished or unfinished discovery; the same view gives the same document.
 * `sections`: those to build; default: all.
 */
export function buildDiscoveryReport(
  view: DiscoveryView,
  sections: readonly DiscoverySection[] = discoverySections,
): ReportDocument {
  return {
    schemaVersion: 1,
    subject: "discovery",
    title: view.discovery.name,
    headline: discoveryHeadline(view),
    facts: discoveryFacts(view),
    command: view.command,
    state: stateOf(view),
    sections: sections.flatMap((section) => section(view) ?? []),
  };
}

function stateOf(view: DiscoveryView): ReportState {
  const planned = view.discovery.searchKeys.length;
  const ended = view.searches.filter(({ record }) => record.state === "ended").length;
  const running = planned - ended;
  const text = running === 0 ? `${planned}, all ended` : `${planned}: ${ended} ended, ${running} not ended`;
  return { name: "searches", text, planned, ended };
}
