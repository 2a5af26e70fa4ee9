/**
 * Room for those who have something to say. A connection waits until its whole request is here; somebody who opens thousands and says
 * nothing, or one letter a minute, would use up what the system has of them ("slowloris"). When too many wait, the one that has
 * waited longest is closed: an honest request takes a second or two and is never the oldest among thousands.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** Far under the limit of open files that systems give (4,096 and up; Node raises its own to the most allowed), far over what an evening brings. */
export const MOST_WAITING = 3_000;

/** Watches a server's connections from now on. */
export function keepRoom(server: Server, most = MOST_WAITING): void {
  // In the order in which they began to wait.
  const waiting = new Set<Socket>();
  const beginToWait = (socket: Socket): void => {
    waiting.delete(socket);
    waiting.add(socket);
    const [oldest] = waiting;
    if (waiting.size > most) oldest?.destroy();
  };
  server.on('connection', (socket: Socket) => {
    beginToWait(socket);
    socket.once('close', () => waiting.delete(socket));
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    if (hasBody(request)) request.once('end', () => waiting.delete(socket));
    else waiting.delete(socket);
    // Kept open for another request, it begins anew.
    response.once('finish', () => {
      if (!socket.destroyed) beginToWait(socket);
    });
  });
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
