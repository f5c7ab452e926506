import { codeOf, FetchError } from "./fetch-error.ts";

/** What is left of a file that has partly come. */
export interface Rest {
  /** How many bytes are here. */
  from: number;
  /** By what the server recognises the version that they are of; `undefined` where it said nothing of use. */
  version: string | undefined;
}

/**
 * Asks a server for a file, or for the rest of it.
 *
 * @returns the answer, of status 200 (the whole file), 206 (the rest) or 416 (there is no such rest).
 * @throws FetchError that says whether the server cannot be reached or has no such file.
 */
export async function request(url: string, { from, version }: Rest, signal: AbortSignal): Promise<Response> {
  const headers = new Headers({
    // As it is: the rest of a compressed file would be of no use.
    "Accept-Encoding": "identity",
    ...(from > 0 && { Range: `bytes=${from}-` }),
    ...(from > 0 && version !== undefined && { "If-Range": version }),
  });
  let response: Response;
  try {
    response = await fetch(url, { headers, signal });
  } catch (error) {
    throw unreachable(url, error);
  }
  if (response.status === 200 || response.status === 206 || response.status === 416) {
    return response;
  }
  await response.body?.cancel();
  const words = `${response.status} ${response.statusText}`.trim();
  throw new FetchError(`the server answers ${words} for ${url}`, [
    response.status >= 500 || response.status === 429
      ? "wait a few minutes, then the same command"
      : "another server with the same files: npm run fetch -- NAME --mirror ADDRESS",
  ]);
}

/** By what a server recognises a version of a file. A weak tag would not do: it may be of other bytes. */
export function versionOf(response: Response): string | undefined {
  const tag = response.headers.get("ETag");
  return tag?.startsWith('"') ? tag : undefined;
}

/** Where the rest that a server sends begins, and how long it says the whole is; `undefined` where it does not say. */
export function rangeOf(response: Response): { from: number; total: number | undefined } | undefined {
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get("Content-Range") ?? "") ?? [];
  return from === undefined ? undefined : { from: Number(from), total: total === "*" ? undefined : Number(total) };
}

function unreachable(url: string, error: unknown): FetchError {
  const reason = codeOf(error) ?? (error instanceof Error ? error.message : String(error));
  return new FetchError(`the server ${new URL(url).host} cannot be reached (${reason}); connect to the network`, [
    "behind a proxy, with Node 22.21 or newer: NODE_USE_ENV_PROXY=1 HTTPS_PROXY=http://HOST:PORT npm run fetch -- NAME",
    "another server with the same files: npm run fetch -- NAME --mirror ADDRESS",
  ]);
}
