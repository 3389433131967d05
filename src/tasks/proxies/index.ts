/** The proxy tasks: one family a file, one line here for each record. */
import { unknownName } from "../../core/errors.ts";
import type { ProxyTask } from "../proxy.ts";
import { cnn } from "./cnn.ts";
import { mlp, mlpB256 } from "./mlp.ts";
import { nextCharacter } from "./next-character.ts";
import { rowTransformer } from "./row-transformer.ts";

/** All proxies, cheap ones first. */
export const proxies: readonly ProxyTask[] = [mlp, mlpB256, cnn, rowTransformer, nextCharacter];

/** The proxy of that name. Errors: `unknown-proxy-task` with the nearest names. */
export function proxyNamed(name: string): ProxyTask {
  const found = proxies.find((proxy) => proxy.name === name);
  if (found !== undefined) return found;
  throw unknownName(
    "proxy task",
    name,
    proxies.map((proxy) => proxy.name),
  );
}
