import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a client and a server, and fails as networks do. */
export interface TcpProxy {
  /** The server's address by way of the proxy. */
  readonly url: string;
  /** Nothing comes through, and nobody is told. */
  silence(): void;
  /** What was held back is lost; new connections work. */
  resume(): void;
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>;
  restore(): Promise<void>;
}

/** Listens on a free port of this machine for connections to `target`. */
export async function tcpProxy(target: URL): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let silent = false;
  let port = 0;
  let server: Server;

  const join = (client: Socket): void => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => (silent ? undefined : to.write(data)));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  };
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const listen = async (): Promise<void> => {
    server = createServer(join).listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) port = address.port;
  };

  await listen();
  const url = new URL(target);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    silence() {
      silent = true;
    },
    resume() {
      endAll();
      silent = false;
    },
    async cut() {
      const closed = once(server, 'close');
      server.close();
      endAll();
      await closed;
    },
    restore: listen,
  };
}
