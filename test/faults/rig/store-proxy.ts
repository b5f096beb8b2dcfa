import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { portOf } from './free-port.ts';
import type { Blow } from './point.ts';

/** Stands between one program and PostgreSQL. */
export interface StoreProxy {
  readonly url: string;
  close(): Promise<void>;
}

interface Options {
  readonly to: URL;
  blow(statement: string): Blow;
  kill(): Promise<void>;
}

/** What stands from here to the zero byte at its end. */
function textAt(sent: Buffer, from: number): string {
  const end = sent.indexOf(0, from);
  return sent.toString('utf8', from, end === -1 ? undefined : end);
}

/**
 * Reads the statement at the beginning of what a client sends, if one begins there: node-pg sends each in one piece. A
 * statement with a name is sent once a connection, and from then on only its name.
 * https://www.postgresql.org/docs/15/protocol-message-formats.html
 */
function statementReader(): (sent: Buffer) => string | undefined {
  const named = new Map<string, string>();
  return (sent) => {
    const kind = String.fromCharCode(sent[0] ?? 0);
    const first = textAt(sent, 5); // Query: the statement; Parse: its name; Bind: the portal's
    const afterFirst = 5 + Buffer.byteLength(first) + 1;
    if (kind === 'B') return named.get(textAt(sent, afterFirst));
    if (kind !== 'P' && kind !== 'Q') return undefined;
    const statement = (kind === 'Q' ? first : textAt(sent, afterFirst)).replaceAll(/\s+/g, ' ').trim();
    if (kind === 'P' && first !== '') named.set(first, statement);
    return statement;
  };
}

/** Starts a proxy on a free port of this machine. */
export async function storeProxy({ to, blow, kill }: Options): Promise<StoreProxy> {
  const sockets = new Set<Socket>();
  const join = (client: Socket): void => {
    const server = connect(Number(to.port), to.hostname);
    const statementOf = statementReader();
    let atAnswer: 'pass' | 'die' | 'reset' = 'pass';
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    const die = (): void => {
      kill().finally(() => client.destroy());
    };
    client.on('data', (sent) => {
      const statement = statementOf(sent);
      const { kind } = statement === undefined ? { kind: 'none' } : blow(statement);
      if (kind === 'die-before') return die();
      if (kind === 'reset-before') return void client.destroy();
      if (kind === 'die-after') atAnswer = 'die';
      if (kind === 'reset-after') atAnswer = 'reset';
      server.write(sent);
    });
    server.on('data', (answer) => {
      if (atAnswer === 'die') return die();
      if (atAnswer === 'reset') return void client.destroy();
      client.write(answer);
    });
  };
  const listener = createServer(join).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const url = new URL(to);
  url.host = `127.0.0.1:${portOf(listener)}`;
  return {
    url: url.href,
    async close() {
      const closed = once(listener, 'close');
      listener.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
