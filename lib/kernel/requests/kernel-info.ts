import type { Handler } from "./handler.ts";

/** Says who the kernel is. Needs no engine: a front end asks this first and waits for the answer. */
export const handleKernelInfo: Handler = (_message, { info }) => info;
