import { connect } from 'node:net';

/** What came back over a connection, and whether the other side ended it. */
export interface Heard {
  readonly text: string;
  readonly ended: boolean;
}

/**
 * Writes bytes as they are and listens until the other side ends the connection, or `enough` is heard, or nothing more
 * is to be expected after so many milliseconds.
 */
export function overSocket(
  port: number,
  written: string | Buffer,
  enough: RegExp = /^HTTP\/1\.1 \d{3}/,
  within = 15_000,
): Promise<Heard> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(written));
    const done = (ended: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ text, ended });
    };
    const timer = setTimeout(() => done(false), within);
    socket.on('data', (part) => {
      text += part.toString('latin1');
      if (enough.test(text)) done(false);
    });
    socket.on('error', () => done(true));
    socket.on('close', () => done(true));
  });
}

/** The statuses of the answers in it, in their order. */
export const statusesIn = ({ text }: Heard): readonly number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
