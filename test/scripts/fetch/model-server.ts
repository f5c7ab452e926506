import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Source } from "../../../lib/models/published/sources.ts";
import { createRandom } from "../../../lib/random/index.ts";

/** How the server answers one request. */
export interface Manner {
  /** Answers with this status and nothing else. */
  status?: number;
  /** Breaks the connection after so many bytes. */
  cutAfter?: number;
  /** Falls silent after so many bytes. */
  stallAfter?: number;
  /** Sends the whole file, whatever was asked for. */
  ignoresRange?: boolean;
  /** Answers from a byte that nobody asked for. */
  wrongRange?: boolean;
  /** What it sends in place of the file. */
  body?: Buffer;
  /** Does not say how long the file is. */
  withoutLength?: boolean;
  /** The version that it says the file is of; null for none. */
  etag?: string | null;
  /** Sends the client elsewhere first. */
  redirects?: boolean;
}

export interface ModelServer {
  url: string;
  files: ReadonlyMap<string, Buffer>;
  source: Source;
  /** What was asked for: the file's name, and from where on. */
  asked: string[];
  /** How it answers the next requests, one each; then it behaves. */
  manners: Manner[];
  close: () => Promise<void>;
}

/** The files of a small model, whose weights are long enough to be interrupted. */
export function smallModel(): { files: Map<string, Buffer>; source: Source } {
  const random = createRandom(1).stream("weights");
  const weights = Buffer.from(Uint8Array.from({ length: 300_000 }, () => random.integer(256)));
  const files = new Map([
    ["config.json", Buffer.from('{ "model_type": "gpt2" }\n')],
    ["model.safetensors", weights],
  ]);
  const described = [...files].map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: sha256(bytes) }));
  const place = { repository: "someone/small", revision: "0123abcd" };
  return { files, source: { about: "a small model", licence: "none", ...place, files: described } };
}

export const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** Starts a real HTTP server that has the files of the small model. */
export async function startModelServer(): Promise<ModelServer> {
  const { files, source } = smallModel();
  const asked: string[] = [];
  const manners: Manner[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? "";
    if (url.startsWith("/elsewhere/")) {
      return answer(request, response, files.get(url.slice("/elsewhere/".length)), {});
    }
    const name = url.replace("/someone/small/resolve/0123abcd/", "");
    const ifRange = request.headers["if-range"];
    asked.push([name, request.headers.range, ifRange && `if ${ifRange}`].filter(Boolean).join(" "));
    const manner = manners.shift() ?? {};
    if (manner.redirects) {
      return void response.writeHead(302, { Location: `/elsewhere/${name}` }).end();
    }
    answer(request, response, files.get(name), manner);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${portOf(server)}`, files, source, asked, manners, close: () => close(server) };
}

function answer(request: IncomingMessage, response: ServerResponse, file: Buffer | undefined, manner: Manner): void {
  const status = manner.status ?? (file === undefined ? 404 : 200);
  if (file === undefined || status !== 200) {
    return void response.writeHead(status).end("<html>no such thing</html>");
  }
  const { etag = '"v1"' } = manner;
  const wanted = /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1];
  const same = request.headers["if-range"] === undefined || request.headers["if-range"] === etag;
  const from = wanted !== undefined && same && !manner.ignoresRange ? Number(wanted) : 0;
  const whole = manner.body ?? file;
  if (from > 0 && from >= whole.length) {
    return void response.writeHead(416, { "Content-Range": `bytes */${whole.length}` }).end();
  }
  const body = whole.subarray(from);
  const first = manner.wrongRange ? from + 1 : from;
  response.writeHead(from > 0 ? 206 : 200, {
    ...(!manner.withoutLength && { "Content-Length": body.length }),
    ...(from > 0 && { "Content-Range": `bytes ${first}-${whole.length - 1}/${whole.length}` }),
    ...(etag !== null && { ETag: etag }),
  });
  const stop = manner.cutAfter ?? manner.stallAfter;
  if (stop === undefined) {
    return void response.end(body);
  }
  response.write(body.subarray(0, stop), () => {
    if (manner.cutAfter !== undefined) {
      // A moment later: what was written before the connection breaks should still arrive.
      setTimeout(() => response.destroy(), 30);
    }
  });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("Cannot find the port of the server");
  }
  return address.port;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
