/** A part of the month's web on a socket: its sites answer HTTP on loopback, and the hotline's own safe fetcher goes there. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { directEgress, openNetwork, testNetworkSchema, type Egress } from '../../src/crawl/door.ts';
import { ipAt, type Month } from './month.ts';

type Outcome = Awaited<ReturnType<Egress['fetch']>>;

/** Visits that went over a socket. */
export interface ServedSites {
  /** Served sites over their socket, all others by `web`. */
  readonly egress: Egress;
  visits(): number;
  close(): Promise<void>;
}

/** Opens them: the sites whose items have `http:` addresses (`planMonth`). `web` says what an address answers now. */
export async function serveSites(month: Month, web: Egress): Promise<ServedSites> {
  const server = createServer((request, response) => {
    const url = `http://${request.headers.host ?? ''}${request.url ?? '/'}`;
    void web.fetch(url, { userAgent: '' }).then((outcome: Outcome) => {
      // An outage: whoever asked gets nothing.
      if (outcome.kind !== 'answered') {
        request.socket.destroy();
        return;
      }
      response.writeHead(outcome.status, { 'content-type': outcome.contentType ?? 'text/html', connection: 'close' });
      response.end(outcome.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const connectTo = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const served = month.sites.filter(({ isServed }) => isServed);
  const hosts = served.map(({ n, host, provider }) => [host, { ip: ipAt(provider, n), connectTo }] as const);
  const direct = directEgress(
    openNetwork({
      kind: 'test',
      network: testNetworkSchema.parse({ hosts: Object.fromEntries(hosts), allowLoopback: true }),
    }),
  );
  let visits = 0;
  return {
    egress: {
      ...web,
      fetch: (url, options) => {
        if (!url.startsWith('http:')) return web.fetch(url, options);
        visits += 1;
        return direct.fetch(url, options);
      },
    },
    visits: () => visits,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
