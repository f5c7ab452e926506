import { createHmac, timingSafeEqual } from "node:crypto";
import type { Connection } from "./connection-file.ts";
import { WireFault } from "./json.ts";

/** So many signatures are remembered to tell a message that is sent again; older ones are forgotten. */
const remembered = 65_536;

/** Signs what is sent and checks what arrives: HMAC-SHA256 over the four JSON parts of a message. */
export class Signer {
  readonly #key: string;
  readonly #seen = new Set<string>();

  /** @throws WireFault if the signature scheme is not `hmac-sha256`, the one that Jupyter uses. */
  constructor({ key, signatureScheme }: Pick<Connection, "key" | "signatureScheme">) {
    if (signatureScheme !== "hmac-sha256") {
      throw new WireFault(`Cannot sign messages with "${signatureScheme}"; "hmac-sha256" works`);
    }
    this.#key = key;
  }

  /** The signature as hexadecimal digits; empty without a key. */
  sign(parts: readonly (string | Uint8Array)[]): string {
    if (this.#key === "") {
      return "";
    }
    const hmac = createHmac("sha256", this.#key);
    for (const part of parts) {
      hmac.update(part);
    }
    return hmac.digest("hex");
  }

  /**
   * Accepts a message that arrived, once.
   *
   * @throws WireFault if the signature is wrong, or if the same message was accepted before.
   */
  accept(signature: string, parts: readonly Uint8Array[]): void {
    if (this.#key === "") {
      return;
    }
    const expected = Buffer.from(this.sign(parts));
    const found = Buffer.from(signature);
    if (found.length !== expected.length || !timingSafeEqual(found, expected)) {
      throw new WireFault("the signature is wrong");
    }
    if (this.#seen.has(signature)) {
      throw new WireFault("it was sent before");
    }
    this.#seen.add(signature);
    if (this.#seen.size > remembered) {
      this.#forget(remembered / 2);
    }
  }

  #forget(count: number): void {
    let left = count;
    for (const signature of this.#seen) {
      if (left-- <= 0) {
        return;
      }
      this.#seen.delete(signature);
    }
  }
}
