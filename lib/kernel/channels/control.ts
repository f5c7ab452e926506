import { type ChannelContext, RequestChannel } from "./request-channel.ts";

/** The channel of requests that must not wait behind others: interrupt, shutdown. */
export function controlChannel(context: ChannelContext): RequestChannel {
  return new RequestChannel("control", context);
}
