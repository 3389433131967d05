// What a benchmark has a page say of itself: scripts as text, since the page's globals are none of ours.

/** First contentful paint, ms since the navigation, and bytes that came for the page. */
export const openingScript = `({
  paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  bytes: performance.getEntriesByType("resource").reduce((sum, { transferSize }) => sum + transferSize, 0),
})`;

/** Waits until what is there has been painted. */
export const paintedScript = "new Promise((seen) => requestAnimationFrame(() => setTimeout(seen)))";

/** The longest time between two frames, ms, in the four seconds that follow. */
export const longestGapScript = `new Promise((done) => {
  let longest = 0, before = performance.now();
  const begun = before;
  const frame = (now) => {
    longest = Math.max(longest, now - before);
    before = now;
    if (now - begun < 4000) requestAnimationFrame(frame);
    else done(longest);
  };
  requestAnimationFrame(frame);
})`;

/** From here on, the page keeps how long its slowest event took until it was painted; what is faster than a frame counts as one. */
export const watchEventsScript = `{
  globalThis.slowest = 16;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.slowest = Math.max(globalThis.slowest, duration);
  }).observe({ type: "event", durationThreshold: 16 });
}`;

/** What the script before this one kept, ms; it forgets it. */
export const slowestEventScript = `(() => {
  const { slowest } = globalThis;
  globalThis.slowest = 16;
  return slowest;
})()`;
