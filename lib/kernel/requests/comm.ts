import { type commKinds, readComm } from "../wire/comm.ts";
import type { Handler } from "./handler.ts";

/** Makes the handler of one kind of comm message: it goes on to the code in the cells, and there is no reply. */
export function commHandler(type: keyof typeof commKinds): Handler {
  return async (message, { engine, comms, origins }) => {
    const comm = readComm(type, message);
    const { runtime } = await engine;
    comms.track(comm);
    // What the code in the cells prints in answer belongs to this message.
    origins.add(message, { silent: false });
    runtime.deliverComm(comm, message.header.msg_id);
    return undefined;
  };
}
