import { describe, expect, it } from "vitest";
import type { RunPulse } from "../records/run-progress.ts";
import { samplePulse } from "../records/samples.ts";
import { Watch } from "./watch.ts";

const pulse = (heardAt: number, change: Partial<RunPulse> = {}): RunPulse => ({
  ...samplePulse("a"),
  heardAt,
  ...change,
});

/** What looks at these times give. */
function watched(
  looks: readonly (readonly [pulse: RunPulse | null, now: number, moved?: boolean])[],
  gone: () => boolean = () => false,
): readonly string[] {
  const watch = new Watch({ isGone: gone, advice: "To go on: x." });
  return looks.flatMap(([pulse, now, moved = false]) =>
    watch
      .look(pulse, { moved, now })
      .map((news) => `${now} ${news.kind} ${"agoSeconds" in news ? news.agoSeconds : ""}`.trim()),
  );
}

describe("watch", () => {
  it("knows how long it is quiet, by the follower's clock once the pulse moves", () => {
    const watch = new Watch({ isGone: () => false, advice: "" });
    expect(watch.quietSeconds(5)).toBe(Number.POSITIVE_INFINITY);
    watch.look(pulse(100), { moved: false, now: 103 });
    expect(watch.quietSeconds(103)).toBe(3);
    watch.look(pulse(101), { moved: false, now: 3704 });
    expect(watch.quietSeconds(3704)).toBe(0);
    watch.look(pulse(101), { moved: false, now: 3706 });
    expect(watch.quietSeconds(3706)).toBe(2);
  });

  it("tells a silence once, how long it is, and its end", () => {
    const looks = [
      [pulse(100), 101],
      [pulse(100), 109],
      [pulse(100), 112],
      [pulse(100), 200],
      [pulse(201), 201],
      [pulse(201), 300],
    ] as const;
    expect(watched(looks)).toEqual(["112 silent 12", "201 heard", "300 silent 99"]);
  });

  it("goes by its own clock after the first look, and does not mind one that is ahead", () => {
    expect(
      watched([
        [pulse(5000), 100],
        [pulse(5001), 105],
        [pulse(5001), 114],
        [pulse(5001), 116],
      ]),
    ).toEqual(["116 silent 11"]);
    expect(watched([[pulse(10), 100]])).toEqual(["100 silent 90"]);
  });

  it("hears a run whose records move", () => {
    expect(
      watched([
        [pulse(100), 100],
        [pulse(100), 111],
        [pulse(100), 115, true],
      ]),
    ).toEqual(["111 silent 11", "115 heard"]);
  });

  it("gives up a run whose process is gone, after a few seconds, for a word may be on its way", () => {
    let gone = false;
    expect(
      watched(
        [
          [pulse(100), 100],
          [pulse(100), 102],
        ],
        () => true,
      ),
    ).toEqual([]);
    expect(
      watched(
        [
          [pulse(100), 100],
          [pulse(100), 104],
        ],
        () => gone,
      ),
    ).toEqual([]);
    gone = true;
    expect(
      watched(
        [
          [pulse(100), 100],
          [pulse(100), 104],
        ],
        () => gone,
      ),
    ).toEqual(["104 lost"]);
    const [lost] = new Watch({ isGone: () => true, advice: "To go on: x." }).look(pulse(100), {
      moved: false,
      now: 400,
    });
    expect(lost).toMatchObject({ kind: "lost" });
    expect(JSON.stringify(lost)).toContain(
      "some 5 min ago: its process 7 is gone. What it recorded is kept. To go on: x.",
    );
  });

  it("takes a last word for one, however old, and tells why a run failed", () => {
    expect(
      watched(
        [
          [pulse(1, { state: "complete" }), 900],
          [pulse(1, { state: "stopped" }), 901],
        ],
        () => true,
      ),
    ).toEqual([]);
    const failed = pulse(1, { state: "failed", sentence: "The disk is full." });
    const [news] = new Watch({ isGone: () => true, advice: "" }).look(failed, { moved: false, now: 2 });
    expect(news).toEqual({ kind: "lost", sentence: "The run ended with an error: The disk is full." });
  });

  it("says once that no run ever told of itself", () => {
    expect(
      watched([
        [null, 1],
        [null, 99],
        [pulse(100), 100],
      ]),
    ).toEqual(["1 silent null", "100 heard"]);
  });
});
