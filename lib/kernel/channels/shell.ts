import { type ChannelContext, RequestChannel } from "./request-channel.ts";

/** The channel of the usual requests: execute, complete, inspect, history, comms. */
export function shellChannel(context: ChannelContext): RequestChannel {
  return new RequestChannel("shell", context);
}
