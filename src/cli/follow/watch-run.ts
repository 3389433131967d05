/**
 * Shows a run that goes on elsewhere, as it stands and as it moves, until it ends, the user has seen enough or this process takes it over.
 *
 * It only reads, and holds nobody up.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock, wallClock } from "../../core/clock.ts";
import { isGone } from "../../jobs/process-gone.ts";
import { DiscoveryFollower } from "../../live/follow-discovery.ts";
import { StudyFollower } from "../../live/follow-study.ts";
import { Watch } from "../../live/watch.ts";
import { KeptOpen } from "../../records/kept-open.ts";
import { openStorage } from "../../records/open.ts";
import { openSearchStorage } from "../../records/search-open.ts";
import type { Call } from "../command.ts";
import { wantedDiscovery } from "../discovery/call.ts";
import { openDiscoveryDisplay } from "../discovery/display.ts";
import { openDisplay, type ProgressDisplay } from "../progress/display.ts";
import { type RunPlace, wantedStudy } from "../run-folder.ts";
import type { StoreNotice } from "../store-notice.ts";

/** Milliseconds between two looks at a store, and where nothing is heard of the run. */
const pauseMs = 500;
const silentPauseMs = 2000;
/** A pause is at least so many times as long as the look before it: an old store with many trials is read whole each time. */
const restPerLook = 10;
/** Seconds without a word after which it is tried whether the run may be taken over: one that runs gives one each second. */
const quietSeconds = 2;

/** How following ended: with the run, by the user, or because this process has taken the run over. */
export type Ending = "complete" | "stopped" | "lost" | "interrupted" | "taken";

/** How a run is followed. */
export interface FollowSetting {
  readonly call: Call;
  readonly notice: StoreNotice;
  readonly signal: AbortSignal;
  /** Takes the run over where nobody runs it any more; absent: it is only looked at. */
  readonly takeOver?: () => Promise<boolean>;
}

/** Follows a study. Errors: `unknown-study`, and those of the store. */
export async function followStudy(place: RunPlace, setting: FollowSetting): Promise<Ending> {
  const { terminal, options } = setting.call;
  const store = new KeptOpen(() => openStorage(place.storage, { mode: "read", ...patienceOf(setting) }));
  try {
    const { name, command } = await wantedStudy(place, await store.get());
    const watch = watchFor(command, setting);
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

/** Follows a discovery. Errors: `unknown-discovery`, and those of the store. */
export async function followDiscovery(place: RunPlace, setting: FollowSetting): Promise<Ending> {
  const store = new KeptOpen(() => openSearchStorage(place.storage, { mode: "read", ...patienceOf(setting) }));
  try {
    const { name, command } = await wantedDiscovery(place, await store.get());
    const watch = watchFor(command, setting);
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

function watchFor(command: string, { takeOver }: FollowSetting): Watch {
  return new Watch({
    isGone,
    advice: takeOver === undefined ? `To go on: ${command}` : "This process goes on with it.",
  });
}

function patienceOf({ notice, signal }: FollowSetting) {
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
  { notice, signal, takeOver }: FollowSetting,
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
      const isQuiet = watch.quietSeconds(wallClock.now()) >= quietSeconds;
      if (isQuiet && takeOver !== undefined && (await takeOver())) return "taken";
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
