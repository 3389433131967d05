import { expect, test } from "vitest";
import { sampleProgress, scriptedDiscovery } from "../../test/cli/scripted-discovery.ts";
import { sampleDiscoveryPulse } from "../records/search-samples.ts";
import { discoveryPulseMoves, noDiscoveryPulse } from "./discovery-pulse.ts";

test("a pulse tells each search as it was last heard of, what it had done before, and the phase", () => {
  const events = [
    ...scriptedDiscovery(
      [
        ["evolution", 0],
        ["random", 1],
      ],
      4,
    ),
  ].filter(({ kind }) => kind !== "ended");
  const [planned, ...rest] = events;
  const late = rest.slice(2); // the run goes on where a quarter was done
  let pulse = discoveryPulseMoves({ ...sampleDiscoveryPulse(), ...noDiscoveryPulse }, planned!, 10);
  expect([pulse.planned, pulse.searchingSince, pulse.searches]).toEqual([2, null, []]);
  late.forEach((event, at) => {
    pulse = discoveryPulseMoves(pulse, event, 20 + at);
  });
  expect(pulse.searchingSince).toBe(20);
  expect(pulse.searches).toEqual([
    { progress: sampleProgress("evolution", 0, 1), doneBefore: 0.25, ended: "budget" },
    { progress: sampleProgress("random", 1, 1), doneBefore: 0.25, ended: "budget" },
  ]);
  const phases = late.flatMap((event, at) => (event.kind === "phase" ? [{ event, at: 20 + at }] : []));
  expect(pulse.phase).toMatchObject({ phase: phases.at(-1)!.event.phase, startedAt: phases.at(-1)!.at });
  expect(discoveryPulseMoves(pulse, { kind: "stopping" }, 99).state).toBe("stopping");
  expect(discoveryPulseMoves(pulse, { kind: "ended", outcome: "stopped" }, 99).state).toBe("stopped");
});
