/** A network of its own for processes of a test, joined to this machine's by a wire that can be cut: what is sent is lost, and nobody is told. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";

/** Why this machine has no such networks; null where it has. */
export function noNetworks(): string | null {
  if (process.platform !== "linux") return "networks of processes are Linux's";
  if (process.getuid?.() !== 0) return "a wire between two networks takes root";
  const { status, error, stderr } = spawnSync("unshare", ["--net", "ip", "link", "show"], { encoding: "utf8" });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}

/** A network. */
export interface OwnNetwork {
  /** Address of this machine on the wire. */
  readonly outside: string;
  /** What runs a program in the network. */
  readonly within: readonly string[];
  cut(): void;
  mend(): void;
  close(): void;
}

let count = 0;

/** Makes a network; `close` must be called. */
export async function ownNetwork(): Promise<OwnNetwork> {
  const number = ++count;
  const wire = `ll${process.pid}n${number}`;
  const [outside, inside] = [1, 2].map((end) => `10.231.${number}.${end}`);
  const holder = spawn("unshare", ["--net", "sh", "-c", "ip link set lo up && echo made && exec cat"], {
    stdio: ["pipe", "pipe", "inherit"], // its input ends with this process, however that ends
  });
  await once(holder.stdout, "data");
  const within = ["nsenter", `--net=/proc/${holder.pid}/ns/net`];
  const ip = (...words: readonly string[]): void => void execFileSync("ip", words);
  const ipWithin = (...words: readonly string[]): void =>
    void execFileSync(within[0]!, [...within.slice(1), "ip", ...words]);
  ip("link", "add", wire, "type", "veth", "peer", "name", "wire", "netns", `${holder.pid}`);
  ip("address", "add", `${outside}/30`, "dev", wire);
  ip("link", "set", wire, "up");
  ipWithin("address", "add", `${inside}/30`, "dev", "wire");
  ipWithin("link", "set", "wire", "up");
  return {
    ...{ outside: outside!, within },
    cut: () => ip("link", "set", wire, "down"),
    mend: () => ip("link", "set", wire, "up"),
    close: () => void holder.kill("SIGKILL"),
  };
}
