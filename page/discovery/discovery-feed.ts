/** What is known of one discovery, kept up by the server's events. */
import { signal } from "@preact/signals";
import type { DiscoveryFrame } from "../../src/dashboard/discovery-frame.ts";
import { followEvents } from "../follow-events.ts";
import { applyDiscoveryFrame, type DiscoveryState } from "./discovery-state.ts";

/** A discovery: not heard of yet, gone from the server, or as it is known. */
export type DiscoveryFeed = DiscoveryState | "loading" | "gone";

/** The discovery that is shown. */
export const discovery = signal<DiscoveryFeed>("loading");

/** Follows a discovery until the returned function is called. */
export function followDiscovery(id: string): () => void {
  discovery.value = "loading";
  const end = followEvents<DiscoveryFrame>(id, {
    onFrame: (frame) => {
      const before = discovery.peek();
      discovery.value = applyDiscoveryFrame(typeof before === "string" ? null : before, frame) ?? before;
    },
    onGone: () => {
      discovery.value = "gone";
    },
  });
  return () => {
    end();
    discovery.value = "loading";
  };
}
