import type { MimeBundle } from "../runtime/runtime.ts";
import type { JsonObject } from "./json.ts";

/** Makes the content of a `display_data` or `update_display_data`. */
export function displayContent(bundle: MimeBundle, displayId: string | undefined): JsonObject {
  return {
    data: bundle.data,
    metadata: bundle.metadata,
    transient: displayId === undefined ? {} : { display_id: displayId },
  };
}
