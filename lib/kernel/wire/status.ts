/** What a `status` message can say. */
export type ExecutionState = "starting" | "busy" | "idle";
