/** What computes without an engine, beside those that do, begins with this: the arithmetic of its process is that of sessions from then on. */
export { flushSubnormals } from "../onnx/session.ts";
