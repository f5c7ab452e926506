import { inspect } from "node:util";

/** What Node calls the records that it puts onto promises to know what has started them. */
const records = new Set(["async_id_symbol", "trigger_async_id_symbol", "kResourceStore"]);

/** Keeps records of Node's that are nobody's business out of the promises that a cell shows or prints. */
export function hideRecordsOfPromises(): void {
  Object.defineProperty(Promise.prototype, inspect.custom, {
    value(this: object) {
      for (const symbol of Object.getOwnPropertySymbols(this)) {
        if (records.has(symbol.description ?? "")) Object.defineProperty(this, symbol, { enumerable: false });
      }
      // Node goes on with what it would have shown.
      return this;
    },
    configurable: true,
    writable: true,
    enumerable: false,
  });
}
