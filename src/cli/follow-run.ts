/**
 * What `--follow` does: shows a run that goes on elsewhere, as it stands and as it moves, until it ends or the user has seen enough.
 *
 * It only reads, and holds nobody up. Ctrl-C ends the following, not the run.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock, wallClock } from "../core/clock.ts";
import { isGone } from "../jobs/process-gone.ts";
import { DiscoveryFollower } from "../live/follow-discovery.ts";
import { StudyFollower } from "../live/follow-study.ts";
import { Watch } from "../live/watch.ts";
import { KeptOpen } from "../records/kept-open.ts";
import { openStorage } from "../records/open.ts";
import { openSearchStorage } from "../records/search-open.ts";
import { type Call, requiredArgument } from "./command.ts";
import { wantedDiscovery } from "./discovery/call.ts";
import { openDiscoveryDisplay } from "./discovery/display.ts";
import { interruptedCode, interruptibly } from "./interrupts.ts";
import { openDisplay, type ProgressDisplay } from "./progress/display.ts";
import { findRun, kindOfRun, type RunPlace, wantedStudy } from "./run-folder.ts";
import { shownDiscovery, shownStudy } from "./show-run.ts";
import { type StoreNotice, storeNotice } from "./store-notice.ts";

/** Milliseconds between two looks at a store, and where nothing is heard of the run. */
const pauseMs = 500;
const silentPauseMs = 2000;
/** A pause is at least so many times as long as the look before it: an old store with many trials is read whole each time. */
const restPerLook = 10;

/** How following ended: with the run, or by the user. */
type Ending = "complete" | "stopped" | "lost" | "interrupted";

/** What the last line of JSON calls what came of a run, as the line of the run itself does. */
const resultNames = { study: "report", discovery: "discovery" } as const;

/** Follows the run that the call names, then shows what came of it. Returns the exit code: 1 for a run that did not end by itself. */
export async function followRun(call: Call): Promise<number> {
  const { terminal, options } = call;
  const target = requiredArgument(call, "run");
  const kind = kindOfRun(target, { cwd: terminal.cwd, storage: options.storage });
  const place = findRun(target, { cwd: terminal.cwd, storage: options.storage, kind });
  return interruptibly(terminal, async ({ drain: signal }) => {
    const following = kind === "study" ? followStudy : followDiscovery;
    const ending = await following(place, { call, notice: storeNotice(call), signal });
    if (ending === "interrupted") return interruptedCode;
    if (ending === "stopped" && options.json !== true) terminal.err.write("The run was stopped.\n");
    const text = await (kind === "study" ? shownStudy : shownDiscovery)(place, call);
    terminal.out.write(
      options.json ? `${JSON.stringify({ kind: "result", [resultNames[kind]]: JSON.parse(text) })}\n` : text,
    );
    return ending === "lost" ? 1 : 0;
  });
}

interface Setting {
  readonly call: Call;
  readonly notice: StoreNotice;
  readonly signal: AbortSignal;
}

async function followStudy(place: RunPlace, setting: Setting): Promise<Ending> {
  const { terminal, options } = setting.call;
  const store = new KeptOpen(() => openStorage(place.storage, { mode: "read", ...patienceOf(setting) }));
  try {
    const { name, command } = await wantedStudy(place, await store.get());
    const watch = new Watch({ isGone, advice: `To go on: ${command}` });
    const follower = new StudyFollower(name, watch);
    return await follow(
      {
        look: async () => follower.look(await store.get(), wallClock.now()),
        say: (sentence) => follower.say(sentence),
        display: () =>
          openDisplay({ terminal, clock: systemClock, trials: follower.trials }, { json: options.json === true }),
        afterSilence: () => store.close(),
        watch,
      },
      setting,
    );
  } finally {
    await store.close();
  }
}

async function followDiscovery(place: RunPlace, setting: Setting): Promise<Ending> {
  const store = new KeptOpen(() => openSearchStorage(place.storage, { mode: "read", ...patienceOf(setting) }));
  try {
    const { name, command } = await wantedDiscovery(place, await store.get());
    const watch = new Watch({ isGone, advice: `To go on: ${command}` });
    const follower = new DiscoveryFollower(name, watch);
    return await follow(
      {
        look: async () => follower.look(await store.get(), wallClock.now()),
        say: (sentence) => follower.say(sentence),
        display: () => openDiscoveryDisplay(name, setting.call),
        afterSilence: () => store.close(),
        watch,
      },
      setting,
    );
  } finally {
    await store.close();
  }
}

function patienceOf({ notice, signal }: Setting) {
  return { onWait: notice.onWait, signal };
}

/** What is followed, and how it is shown. */
interface Following<Event> {
  readonly look: () => Promise<readonly Event[]>;
  readonly say: (sentence: string) => Event;
  /** Asked for after the first look. */
  readonly display: () => ProgressDisplay<Event> | Promise<ProgressDisplay<Event>>;
  /** Called after each look at a run that is silent. */
  readonly afterSilence: () => Promise<void>;
  readonly watch: Watch;
}

async function follow<Event extends { readonly kind: string; readonly outcome?: "complete" | "stopped" }>(
  { look, say, display: open, afterSilence, watch }: Following<Event>,
  { notice, signal }: Setting,
): Promise<Ending> {
  const timedLook = async () => {
    const startedAt = systemClock.now();
    return { events: await look(), lookMs: 1000 * (systemClock.now() - startedAt) };
  };
  let { events, lookMs } = await timedLook();
  const display = await open();
  const listens = notice.handTo((sentence) => display.handle(say(sentence)));
  try {
    for (;;) {
      for (const event of events) {
        display.handle(event);
        if (event.kind === "lost") return "lost";
        if (event.kind === "ended") return event.outcome!;
      }
      if (watch.silent) await afterSilence();
      const pause = Math.max(watch.silent ? silentPauseMs : pauseMs, restPerLook * lookMs);
      await sleep(pause, undefined, { signal }).catch(() => {}); // ended by Ctrl-C
      if (signal.aborted) return "interrupted";
      ({ events, lookMs } = await timedLook());
    }
  } finally {
    listens();
    display.close();
  }
}
