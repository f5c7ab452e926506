import { randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";
import type { Connection } from "./connection.ts";

/** The client's ends of the channels that the measurements need. */
export interface Sockets {
  readonly shell: Dealer;
  readonly control: Dealer;
  readonly iopub: Subscriber;
}

/** Connects to a kernel that may not be there yet, and subscribes to all of its outputs. */
export function openSockets(connection: Connection): Sockets {
  // The default interval of 100 ms between two attempts to connect would be most of what is measured at the start.
  // A full queue would throw messages away, and the loss would be taken for the kernel's.
  const options = { reconnectInterval: 5, linger: 0, receiveHighWaterMark: 0 };
  const routingId = randomUUID();
  const sockets: Sockets = {
    shell: new Dealer({ ...options, routingId }),
    control: new Dealer({ ...options, routingId }),
    iopub: new Subscriber(options),
  };
  const address = (port: number) => `${connection.transport}://${connection.ip}:${port}`;
  sockets.shell.connect(address(connection.shell_port));
  sockets.control.connect(address(connection.control_port));
  sockets.iopub.connect(address(connection.iopub_port));
  sockets.iopub.subscribe();
  return sockets;
}
