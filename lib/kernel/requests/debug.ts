import { debugRefusal } from "../wire/debug.ts";
import type { Handler } from "./handler.ts";

/** Refuses: there is no debugger, and kernel_info says so. */
export const handleDebug: Handler = ({ content }) => debugRefusal(content);
