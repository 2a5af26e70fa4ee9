/**
 * The world that the console draws hosts on (`src/console/map/world.json`), from Natural Earth (public domain) as `world-atlas`
 * packs it. Run again after the package changes:
 *
 *     node --import ./src/platform/read-sources.ts tools/draw-world.ts
 *
 * Land and countries are those of the 1:110 million map, drawn small; the points of countries are of the 1:50 million one, which
 * has the small countries, too: many hosts are in some of them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoArea, geoCentroid, geoEqualEarth, geoPath, type GeoProjection } from 'd3-geo';
import { z } from 'zod';

/** Units of the drawing from west to east. */
const WIDTH = 1000;
/** Antarctica hosts nothing, and would take a fifth of the height. */
const LEFT_OUT = '010';

const arcIndexSchema = z.number().int();
const geometrySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), id: z.string().optional(), arcs: z.array(z.array(arcIndexSchema)) }),
  z.object({
    type: z.literal('MultiPolygon'),
    id: z.string().optional(),
    arcs: z.array(z.array(z.array(arcIndexSchema))),
  }),
]);
const collectionSchema = z.object({ geometries: z.array(geometrySchema) });
const pairSchema = z.tuple([z.number(), z.number()]);
const topologySchema = z.object({
  objects: z.object({ countries: collectionSchema, land: collectionSchema }),
  arcs: z.array(z.array(pairSchema)),
  transform: z.object({ scale: pairSchema, translate: pairSchema }),
});
type Topology = z.infer<typeof topologySchema>;
type Geometry = z.infer<typeof geometrySchema>;
type Position = [number, number];
type MultiPolygon = { readonly type: 'MultiPolygon'; readonly coordinates: Position[][][] };

const readTopology = (file: string): Topology =>
  topologySchema.parse(JSON.parse(readFileSync(createRequire(import.meta.url).resolve(file), 'utf8')));

/** Degrees, from the steps that TopoJSON keeps (its specification, 2.1.2 and 2.1.4). */
function unpackArcs({ arcs, transform: { scale, translate } }: Topology): Position[][] {
  return arcs.map((steps) => {
    let [x, y] = [0, 0];
    return steps.map(([dx, dy]): Position => {
      [x, y] = [x + dx, y + dy];
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
}

/** A ring of arcs put together; a negative index is an arc backwards, and each begins where the one before ended. */
function ringOf(arcs: readonly Position[][], indices: readonly number[]): Position[] {
  return indices.flatMap((index, place) => {
    const arc = index >= 0 ? (arcs[index] ?? []) : (arcs[~index] ?? []).toReversed();
    return place === 0 ? arc : arc.slice(1);
  });
}

function shapeOf(arcs: readonly Position[][], geometry: Geometry): MultiPolygon {
  const polygons = geometry.type === 'Polygon' ? [geometry.arcs] : geometry.arcs;
  return {
    type: 'MultiPolygon',
    coordinates: polygons.map((rings) => rings.map((indices) => ringOf(arcs, indices))),
  };
}

/** A path of whole units in relative steps: a quarter of the size of d3's own. */
function pathOf(projection: GeoProjection, shape: MultiPolygon): string {
  const rings = (geoPath(projection)(shape) ?? '').split('M').slice(1);
  return rings
    .map((ring) => {
      const points = ring
        .replace('Z', '')
        .split('L')
        .map((pair) => pair.split(',').map((text) => Math.round(Number(text))));
      const steps: string[] = [];
      let [lastX, lastY] = [points[0]?.[0] ?? 0, points[0]?.[1] ?? 0];
      for (const [x = 0, y = 0] of points.slice(1)) {
        if (x === lastX && y === lastY) continue;
        steps.push(`${x - lastX}${y - lastY < 0 ? '' : ' '}${y - lastY}`);
        [lastX, lastY] = [x, y];
      }
      const [startX = 0, startY = 0] = points[0] ?? [];
      // Less than a triangle is nothing to see.
      return steps.length < 2 ? '' : `M${startX} ${startY}l${steps.join(' ').replaceAll(' -', '-')}z`;
    })
    .join('');
}

/** The middle of its largest part: France's is in Europe, not in the Atlantic. */
function pointOf(projection: GeoProjection, shape: MultiPolygon): Position {
  const parts = shape.coordinates.map((rings) => ({ type: 'Polygon' as const, coordinates: rings }));
  const [largest] = parts.toSorted((a, b) => geoArea(b) - geoArea(a));
  const [x, y] = projection(geoCentroid(largest ?? shape)) ?? [0, 0];
  return [Math.round(x), Math.round(y)];
}

/** ISO 3166-1 alpha-2 of a UN M49 number, by the runtime's own table (CLDR); undefined for a territory without one. */
function codeOf({ id }: Geometry): string | undefined {
  if (id === undefined) return undefined;
  const [locale = ''] = Intl.getCanonicalLocales(`und-${id.padStart(3, '0')}`);
  return /^und-([A-Z]{2})$/.exec(locale)?.[1];
}

/** The whole drawing, as `world-shapes.ts` reads it. The same packages give the same. */
export function drawWorld() {
  const [coarse, fine] = [
    readTopology('world-atlas/countries-110m.json'),
    readTopology('world-atlas/countries-50m.json'),
  ];
  const [coarseArcs, fineArcs] = [unpackArcs(coarse), unpackArcs(fine)];
  const inhabited = coarse.objects.countries.geometries.filter(({ id }) => id !== LEFT_OUT);
  const shapes = inhabited.map((geometry) => shapeOf(coarseArcs, geometry));
  const land: MultiPolygon = { type: 'MultiPolygon', coordinates: shapes.flatMap(({ coordinates }) => coordinates) };
  const projection = geoEqualEarth().fitWidth(WIDTH, land);
  const height = Math.ceil(geoPath(projection).bounds(land)[1][1]);
  const named = <Drawn>(geometries: readonly Geometry[], draw: (geometry: Geometry) => Drawn) =>
    Object.fromEntries(
      geometries
        .flatMap((geometry) => {
          const code = codeOf(geometry);
          return code === undefined ? [] : [[code, draw(geometry)] as const];
        })
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  const isOnMap = ({ id }: Geometry) => id !== LEFT_OUT;
  return {
    width: WIDTH,
    height,
    land: pathOf(projection, {
      type: 'MultiPolygon',
      coordinates: coarse.objects.land.geometries
        .flatMap((geometry) => shapeOf(coarseArcs, geometry).coordinates)
        .filter((rings) => (rings[0] ?? []).some(([, latitude]) => latitude > -60)),
    }),
    countries: named(inhabited, (geometry) => pathOf(projection, shapeOf(coarseArcs, geometry))),
    points: named(fine.objects.countries.geometries.filter(isOnMap), (geometry) =>
      pointOf(projection, shapeOf(fineArcs, geometry)),
    ),
  };
}

if (import.meta.main) {
  writeFileSync(new URL('../src/console/map/world.json', import.meta.url), `${JSON.stringify(drawWorld(), null, 1)}\n`);
}
