import { randomBytes } from "node:crypto";
import { createServer } from "node:net";

/** What a connection file says: where the kernel listens, and the key that messages are signed with. */
export interface Connection {
  readonly transport: "tcp";
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  readonly key: string;
  readonly signature_scheme: "hmac-sha256";
  readonly kernel_name: string;
}

/** Makes a connection on five ports of this machine that are free now, with a key of its own. */
export async function freshConnection(kernelName: string): Promise<Connection> {
  const [shell, iopub, stdin, control, heartbeat] = await freePorts();
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port: shell,
    iopub_port: iopub,
    stdin_port: stdin,
    control_port: control,
    hb_port: heartbeat,
    key: randomBytes(16).toString("hex"),
    signature_scheme: "hmac-sha256",
    kernel_name: kernelName,
  };
}

type Ports = readonly [number, number, number, number, number];

/** All five are held open until the last one is known, so that no two are the same. */
async function freePorts(): Promise<Ports> {
  const servers = [createServer(), createServer(), createServer(), createServer(), createServer()] as const;
  const portOf = (server: (typeof servers)[number]) =>
    new Promise<number>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        if (address === null || typeof address === "string") reject(new Error("Cannot find a free port"));
        else resolve(address.port);
      });
    });
  const [a, b, c, d, e] = servers;
  const ports: Ports = [await portOf(a), await portOf(b), await portOf(c), await portOf(d), await portOf(e)];
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
