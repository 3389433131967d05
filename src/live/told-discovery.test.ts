import { expect, test } from "vitest";
import { scriptedDiscovery } from "../../test/cli/scripted-discovery.ts";
import type { DiscoveryPulse } from "../records/run-progress.ts";
import { discoveryPulseMoves, noDiscoveryPulse } from "../search/discovery-pulse.ts";
import { toldSecondsLeft } from "./told-discovery.ts";

const run = { pid: 1, host: "h", startedAt: 90, heardAt: 100, state: "running", sentence: null } as const;

/** The pulse after events 0 … `last`, one each ten seconds from 100 on. */
function pulseAfter(last: number): DiscoveryPulse {
  const events = [...scriptedDiscovery([["evolution", 0]], 10)].slice(0, last + 1);
  return events.reduce<DiscoveryPulse>(
    (pulse, event, i) => ({ ...discoveryPulseMoves(pulse, event, 100 + 10 * i), heardAt: 100 + 10 * i }),
    { ...run, ...noDiscoveryPulse },
  );
}

test("the time left goes by what was told, first of the searches and then of the phase", () => {
  expect(toldSecondsLeft(pulseAfter(1))).toBeNull(); // nothing of the budget is used yet
  expect(toldSecondsLeft(pulseAfter(6))).toBeCloseTo(50); // half of it, in fifty seconds
  expect(toldSecondsLeft(pulseAfter(13))).toBeNull(); // the phase begins
  expect(toldSecondsLeft(pulseAfter(15))).toBeCloseTo(80); // two of ten steps, in twenty seconds
});
