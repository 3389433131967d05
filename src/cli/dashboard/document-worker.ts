/**
 * Entry of the thread that makes documents: one after another, in the order in which they were asked for.
 */
import { parentPort } from "node:worker_threads";
import { LabError } from "../../core/errors.ts";
import type { DocumentOrder, DocumentReply } from "../../dashboard/document-thread.ts";
import { makeDocument } from "./make-document.ts";

parentPort?.on("message", (order: DocumentOrder) => void answer(order));

async function answer(order: DocumentOrder): Promise<void> {
  const reply = await replyTo(order);
  parentPort?.postMessage(reply, "bytes" in reply ? [reply.bytes.buffer] : []);
}

async function replyTo(order: DocumentOrder): Promise<DocumentReply> {
  try {
    return { bytes: new TextEncoder().encode(await makeDocument(order)) };
  } catch (error) {
    if (error instanceof LabError) return { code: error.code, sentence: error.message };
    return { code: null, sentence: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
