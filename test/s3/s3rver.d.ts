/** What tests use of this package, which has no types. */
declare module "s3rver" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;
  interface Options {
    readonly port: number;
    readonly address: string;
    readonly silent: boolean;
    readonly directory: string;
    readonly configureBuckets: readonly { readonly name: string }[];
  }
  interface Stored {
    readonly bucket: string;
    readonly key: string;
    readonly content: NodeJS.ReadableStream;
    readonly metadata: unknown;
  }
  interface Store {
    putObject: (object: Stored) => Promise<{ readonly size: number; readonly md5: string }>;
    putMetadata(bucket: string, key: string, metadata: unknown, md5: string): Promise<void>;
    getResourcePath(bucket: string, key: string, what: "object"): string;
  }
  class S3rver {
    readonly store: Store;
    constructor(options: Options);
    callback: () => Listener;
    run(): Promise<{ readonly port: number }>;
    close(): Promise<void>;
  }
  export = S3rver;
}
