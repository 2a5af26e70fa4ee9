/** Where a case's items are hosted: a map, and the same in a table beneath it. Drawn on the server, without a script or a style. */
import { standOf } from '../../deciding/door.ts';
import { countryName } from '../../terms/countries.ts';
import { formatsOf } from '../format.ts';
import { nameNetwork } from '../item-network.ts';
import { hostPlacesOf, rangesOf, type HostPlace } from '../map/host-places.ts';
import { frameFor, spreadMarks, type Point } from '../map/place-marks.ts';
import { readWorld, type World } from '../map/world-shapes.ts';
import { hostTexts } from '../texts/hosts.ts';
import type { CaseProps } from './case-props.ts';

/** The section; nothing before any item's country is known. */
export function HostsView({ page, screen }: Pick<CaseProps, 'page' | 'screen'>) {
  const texts = hostTexts(page.language);
  const places = hostPlacesOf(
    screen.items.map(({ number, item, network }) => {
      const { proxy, country } = standOf(screen.hosts, item.id);
      // Behind a proxy the network is the proxy's.
      return { number, country, network: network === undefined || proxy !== 'none' ? undefined : nameNetwork(network) };
    }),
  );
  if (!places.some(({ country }) => country !== undefined)) return null;
  return (
    <section class="hosts" aria-labelledby="hosts">
      <h2 id="hosts">{texts.title}</h2>
      <HostMap places={places} />
      <table>
        <caption class="unseen">{texts.caption}</caption>
        <thead class="unseen">
          <tr>
            <th scope="col">{texts.country}</th>
            <th scope="col">{texts.items}</th>
          </tr>
        </thead>
        <tbody>
          {places.map(({ country, items, networks }) => (
            <tr key={country ?? ''}>
              <th scope="row">
                {country === undefined ? texts.unknown : countryName(country, page.language)}
                {networks.map((network) => (
                  <span key={network} class="help">
                    {network}
                  </span>
                ))}
              </th>
              <td data-label={texts.items}>{texts.which(items.length, rangesOf(items))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="help">
        {texts.source} <NetworkSource page={page} screen={screen} />
      </p>
    </section>
  );
}

/** Whose networks are shown: some of who makes such tables ask to be named wherever they are used (DB-IP's licence, CC BY 4.0). */
export function NetworkSource({ page, screen: { networkSource } }: Pick<CaseProps, 'page' | 'screen'>) {
  if (networkSource === undefined) return null;
  const texts = hostTexts(page.language);
  const { name, builtAt } = networkSource;
  return (
    <>
      {texts.table(name, formatsOf(page.language).day(builtAt))}
      {/^db-?ip/i.test(name) && (
        <>
          {' '}
          <a href="https://db-ip.com" rel="noreferrer">
            {texts.dbIp}
          </a>
        </>
      )}
    </>
  );
}

/** Of the frame's width: large enough for two digits on a telephone. */
const RADIUS_SHARE = 0.028;

interface Mark {
  readonly place: HostPlace;
  /** The country's own, and where the mark stands. */
  readonly point: Point;
  readonly at: Point;
}

/** Not for screen readers: the table says all of it. A country that the drawing has no place for is in the table alone. */
export function HostMap({ places }: { places: readonly HostPlace[] }) {
  const world = readWorld();
  const known = places.flatMap((place) => {
    const point = place.country === undefined ? undefined : world.points.get(place.country);
    return point === undefined ? [] : [{ place, point }];
  });
  if (known.length === 0) return null;
  const points = known.map(({ point }) => point);
  const frame = frameFor(points, world);
  const radius = Math.round(frame.width * RADIUS_SHARE * 10) / 10;
  const spread = spreadMarks(points, radius, frame);
  const marks = known.map((each, index): Mark => ({ ...each, at: spread[index] ?? each.point }));
  return (
    <svg
      class="host-map"
      viewBox={`${frame.x} ${frame.y} ${frame.width} ${frame.height}`}
      aria-hidden="true"
      focusable="false"
    >
      <path class="land" d={world.land} />
      {marks.map(({ place }) => (
        <Country key={place.country} world={world} place={place} />
      ))}
      {marks.map(({ place, point, at }) => (
        <line key={place.country} x1={point.x} y1={point.y} x2={at.x} y2={at.y} />
      ))}
      {marks.map(({ place, at }) => (
        <g key={place.country}>
          <circle cx={at.x} cy={at.y} r={radius} />
          <text x={at.x} y={at.y} dy="0.36em" font-size={Math.round(radius * 1.15 * 10) / 10}>
            {shortCount(place.items.length)}
          </text>
        </g>
      ))}
    </svg>
  );
}

function Country({ world, place }: { world: World; place: HostPlace }) {
  const shape = place.country === undefined ? undefined : world.countries.get(place.country);
  return shape === undefined ? null : <path class="host" d={shape} />;
}

/** Three digits do not fit; the table has the number. */
const shortCount = (count: number): string => (count > 99 ? '99+' : String(count));
