import { commInfoReply, readCommInfoRequest } from "../wire/comm-info.ts";
import type { Handler } from "./handler.ts";

/** Lists the open comms. */
export const handleCommInfo: Handler = ({ content }, { comms }) =>
  commInfoReply(comms.list(readCommInfoRequest(content)));
