/** Hosts in trouble, on the crawler's page. */
import type { TroubledHost } from '../../crawl/door.ts';
import { defangHost, formatsOf } from '../format.ts';
import { Moment, type PageContext } from './shell.tsx';

interface HostsProps {
  readonly page: PageContext;
  readonly troubled: readonly TroubledHost[];
  readonly now: Date;
}

/** Hosts that fail or are slow, their names defanged. */
export function Hosts({ page, troubled, now }: HostsProps) {
  const { hosts: words } = page.texts.crawler;
  const formats = formatsOf(page.language);
  return (
    <section aria-labelledby="hosts">
      <h2 id="hosts">{words.title}</h2>
      {troubled.length === 0 ? (
        <p class="empty">{words.none}</p>
      ) : (
        <table>
          <caption>{words.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.host}</th>
              <th scope="col" class="number">
                {words.failures}
              </th>
              <th scope="col" class="number">
                {words.delay}
              </th>
              <th scope="col">{words.next}</th>
            </tr>
          </thead>
          <tbody>
            {troubled.map(({ host, failures, delayMs, nextAt }, n) => (
              <tr key={host ?? n}>
                <th scope="row">
                  {host === undefined ? (
                    <span class="muted">{words.unnamed}</span>
                  ) : (
                    <code class="address">{defangHost(host)}</code>
                  )}
                </th>
                <td class="number" data-label={words.failures}>
                  {formats.count(failures)}
                </td>
                <td class="number" data-label={words.delay}>
                  {words.seconds(formats.count(Math.round(delayMs / 100) / 10))}
                </td>
                <td data-label={words.next}>
                  {nextAt === undefined || nextAt <= now ? (
                    '–'
                  ) : (
                    <Moment at={nextAt} text={formats.time(nextAt, now)} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
