import { readShutdownRequest } from "../wire/shutdown.ts";
import type { Handler } from "./handler.ts";

/** Agrees to end. The kernel closes once the reply is sent; whether it starts again is up to who started it. */
export const handleShutdown: Handler = ({ content }) => ({ status: "ok", restart: readShutdownRequest(content) });
