/** What `lionlab worker` does: takes jobs from a server until it is asked to leave. */
import { availableParallelism, hostname } from "node:os";
import { LabError } from "../../core/errors.ts";
import { packageVersion } from "../../core/package-version.ts";
import { Coordination } from "../../jobs/postgres/coordination.ts";
import { JobServer } from "../../jobs/postgres/job-server.ts";
import { WorkerHost } from "../../jobs/postgres/worker-host.ts";
import { openWorkerPool } from "../../jobs/worker-pool.ts";
import { hostedKinds } from "../../library/worker/hosted-kinds.ts";
import { provideFrom } from "../../library/worker/provide.ts";
import { leavePassword } from "../../library/worker/shared-run.ts";
import { storeLocation } from "../../records/location.ts";
import type { PostgresAddress } from "../../records/postgres/address.ts";
import { withoutPasswords } from "../../records/postgres/secrets.ts";
import { computedOn } from "../../trainer/measured-on.ts";
import type { Call } from "../command.ts";
import { fetchReporter } from "../fetching.ts";
import { interruptedCode, interruptibly } from "../interrupts.ts";
import { requireDevice } from "../require-device.ts";
import { coordinateHere } from "./coordinate-run.ts";
import { leaveInTime } from "./drain.ts";
import { ReadyFile } from "./ready-file.ts";

/** Works until an interrupt, the second of which does not wait for what is under way. Returns the exit code. */
export async function runWorker(call: Call): Promise<number> {
  const address = serverOf(call);
  const { device = "cpu", data = null, slots = availableParallelism(), json = false } = call.options;
  const ready = call.options.readyFile === undefined ? null : new ReadyFile(call.options.readyFile);
  await requireDevice(device);
  leavePassword(address);
  return interruptibly(call.terminal, async (interrupts) => {
    const say = (word: string): void => call.terminal.err.write(json ? "" : `${word}\n`);
    const onWait = (word: string): void => {
      ready?.unheard();
      say(word);
    };
    const server = await JobServer.open(address, { onWait, signal: interrupts.abort });
    const pool = openWorkerPool({ workers: slots });
    const coordination = new Coordination(server, {
      coordinate: coordinateHere({ server, slots, storage: call.options.storage!, onWait: say }),
      onWord: say,
    });
    try {
      const host = new WorkerHost(server, pool, {
        version: packageVersion(),
        processor: computedOn({ device }),
        ...{ device, slots, kinds: hostedKinds({ dataDir: data, store: withoutPasswords(call.options.storage!) }) },
        provide: provideFrom(pool, {
          dataDir: data,
          onEvent: json ? undefined : fetchReporter(call.terminal.err),
        }),
        onHeard: () => ready?.heard(),
        onWord: say,
        beside: coordination,
      });
      const many = slots === 1 ? "1 slot" : `${slots} slots`;
      say(`${hostname()}: ${many} on ${device}, takes work from ${address.place}. Ctrl-C gives back what it has.`);
      if (json) call.terminal.out.write(`${JSON.stringify({ kind: "ready", host: hostname(), slots, device })}\n`);
      const leaving = (): void => {
        ready?.close();
        say(`leaving: ${host.holding} under way are saved …`);
      };
      interrupts.drain.addEventListener("abort", leaving, { once: true });
      leaveInTime(interrupts, { onLate: say });
      await Promise.race([host.run(interrupts.drain), aborted(interrupts.abort)]);
      return interrupts.abort.aborted ? interruptedCode : 0;
    } finally {
      ready?.close();
      await coordination.close();
      await pool.close();
      await server.close();
    }
  });
}

/** The server that the call names. Errors: `no-server`, `storage-address`. */
export function serverOf({ options: { storage } }: Call): PostgresAddress {
  const location = storage === undefined ? null : storeLocation(storage);
  if (location?.kind === "postgres") return location.address;
  throw new LabError(
    "no-server",
    `Cannot take work ${storage === undefined ? "without a server" : "from a file, which one machine has"}: give --storage postgresql://ROLE@HOST/DATABASE, or set LIONLAB_STORAGE.`,
  );
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
