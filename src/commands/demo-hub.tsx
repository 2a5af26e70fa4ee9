/** The demo's front page: where everything is, how to log in, and the generated web to take offline by hand. */
import type { ComponentChildren, VNode } from 'preact';
import { z } from 'zod';
import { openHttp, sendPage } from '../platform/http.ts';
import { totpCode } from '../staff/door.ts';
import type { World } from '../../stand-ins/world.ts';
import type { DemoPartners } from './demo-partners.ts';
import type { RunningHouse } from './start.ts';

export interface DemoPerson {
  readonly name: string;
  readonly login: string;
  readonly role: string;
  readonly totpSecret: string;
}

export interface DemoHubDeps {
  readonly running: RunningHouse;
  readonly world: World;
  readonly partners: DemoPartners;
  readonly people: readonly DemoPerson[];
  readonly password: string;
}

const STYLE_PATH = '/hub.css';
const STYLE = `:root{color-scheme:light dark;font:1.05rem/1.6 system-ui,sans-serif}
body{max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem;margin:0 0 .5rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}
table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.4rem .6rem .4rem 0;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}
code{font:1.05em ui-monospace,monospace;letter-spacing:.04em}button{font:inherit;padding:.3rem .8rem;border-radius:.3rem;border:1px solid}
.wide{overflow-x:auto}`;

/** Starts the page on a free port of loopback. */
export async function startDemoHub(deps: DemoHubDeps): Promise<{ url: string; close(): Promise<void> }> {
  const http = await openHttp({
    log: deps.running.house.log,
    bodyLimitBytes: 4_096,
    errorPage: (status) => (
      <Page>
        <p>
          {`Not here (${status}).`} <a href="/">Back</a>
        </p>
      </Page>
    ),
  });
  http.get(STYLE_PATH, (_request, reply) => reply.type('text/css').send(STYLE));
  http.get('/', (_request, reply) => {
    // Codes change every half minute: the page reads itself again.
    reply.header('refresh', '10');
    return sendPage(reply, <Hub deps={deps} />);
  });
  const bodySchema = z.object({ url: z.url(), state: z.enum(['online', 'gone404']) });
  http.post('/state', (request, reply) => {
    const { url, state } = bodySchema.parse(request.body);
    deps.world.web.setState(url, state);
    return reply.redirect('/', 303);
  });
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  return { url: `${url}/`, close: () => http.close() };
}

function Hub({ deps }: { readonly deps: DemoHubDeps }): VNode {
  const { running, world, partners, people, password } = deps;
  const filed = partners.cybertip.reports().filter(({ state }) => state === 'finished').length;
  const now = running.house.clock.now();
  const visited = [
    ...new Map(world.web.log().map((visit) => [`http://${visit.host}${visit.path}`, visit])).keys(),
  ].filter((url) => world.web.has(url));
  return (
    <Page>
      <h1>Fyr, the demo</h1>
      <p>Everything here is invented and stays on this machine. It is gone when you stop it.</p>
      <ol>
        <li>
          <a href={running.siteUrl ?? '/'}>The public site</a>: tell the hotline something, keep the receipt, open the
          mailbox.
        </li>
        <li>
          <a href={running.consoleUrl ?? '/'}>The console</a>: log in below, claim a case, assess it, decide.
        </li>
        <li>
          <a href={new URL('/crawler', running.consoleUrl).href}>The crawler</a>, in the console: it is at work on a
          generated web with pictures of an invented list. Exact copies are told at once, near ones wait in the queue.
        </li>
        <li>
          <a href={world.mail.webUrl}>The mail</a>: what the police and providers received (with the police’s view of
          the sealed package).
        </li>
      </ol>
      <LogIns people={people} password={password} now={now} />
      <h2>What partners have received</h2>
      <ul>
        <li>ICCAM: {world.iccam.reports().length} reports.</li>
        <li>NCMEC’s CyberTipline, where an analyst chooses it at a case: {filed} reports.</li>
        <li>
          {partners.hotline.name}, which runs Fyr too and takes what is hosted in its country:{' '}
          {partners.hotline.cases().length} cases.
        </li>
      </ul>
      <h2>The generated web</h2>
      <p>
        Addresses that Fyr has visited. A provider removes what it is told of after 45 seconds; you can be quicker, or
        put it back.
      </p>
      {visited.length === 0 ? <p>None yet: decide a case first.</p> : <VisitedTable urls={visited} world={world} />}
    </Page>
  );
}

function LogIns(props: {
  readonly people: readonly DemoPerson[];
  readonly password: string;
  readonly now: Date;
}): VNode {
  const { people, password, now } = props;
  return (
    <>
      <h2>Log in</h2>
      <p>
        Everybody’s password: <code>{password}</code>
      </p>
      <div class="wide">
        <table>
          <thead>
            <tr>
              <th>Who</th>
              <th>Login</th>
              <th>Code, now</th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <tr>
                <td>
                  {person.name} ({person.role})
                </td>
                <td>
                  <code>{person.login}</code>
                </td>
                <td>
                  <code>{totpCode(person.totpSecret, now)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function VisitedTable({ urls, world }: { readonly urls: readonly string[]; readonly world: World }): VNode {
  return (
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th>Address</th>
            <th>State</th>
            <th>Change</th>
          </tr>
        </thead>
        <tbody>
          {urls.map((url) => {
            const isOnline = (world.web.stateOf(url)?.kind ?? 'online') === 'online';
            return (
              <tr>
                <td>
                  <code>{url}</code>
                </td>
                <td>{isOnline ? 'online' : 'offline'}</td>
                <td>
                  <form method="post" action="/state">
                    <input type="hidden" name="url" value={url} />
                    <button name="state" value={isOnline ? 'gone404' : 'online'}>
                      {isOnline ? 'Take offline' : 'Put back'}
                    </button>
                  </form>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Page({ children }: { readonly children: ComponentChildren }): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Fyr, the demo</title>
        <link rel="stylesheet" href={STYLE_PATH} />
      </head>
      <body>
        <main>{children}</main>
      </body>
    </html>
  );
}
