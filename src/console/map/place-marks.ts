/** Where marks stand on a map, and which part of it is shown. Pure. */

/** In units of the map, from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A part of a map. */
export interface Frame extends Point {
  readonly width: number;
  readonly height: number;
}

/** At the closest, a third of the world's width is shown: the outlines are too coarse for more, and nobody must guess where it is. */
const CLOSEST = 1 / 3;
/** Room around the outermost points, of the frame's width on each side. */
const MARGIN = 1 / 6;

/** The smallest part of the map, in its own proportions, in which all points stand with room around them. */
export function frameFor(points: readonly Point[], world: { readonly width: number; readonly height: number }): Frame {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const ratio = world.height / world.width;
  const needed = Math.max(right - left, (bottom - top) / ratio) / (1 - 2 * MARGIN);
  const width = points.length === 0 ? world.width : Math.min(world.width, Math.max(needed, world.width * CLOSEST));
  const height = width * ratio;
  const within = (middle: number, size: number, whole: number) =>
    Math.min(Math.max(0, Math.round(middle - size / 2)), Math.floor(whole - size));
  if (width >= world.width) return { x: 0, y: 0, width: world.width, height: world.height };
  return {
    x: within((left + right) / 2, width, world.width),
    y: within((top + bottom) / 2, height, world.height),
    ...{ width: Math.ceil(width), height: Math.ceil(height) },
  };
}

/** Directions that are tried around a point. */
const DIRECTIONS = 24;

/**
 * Marks of one size, none over another: each on its own point where that is free, else at the nearest free place around it, inside
 * the frame. Earlier points choose first. Where a frame is so full that nothing is free, a mark stays on its point.
 */
export function spreadMarks(points: readonly Point[], radius: number, frame: Frame): readonly Point[] {
  const marks: Point[] = [];
  for (const point of points) {
    const own = keepInside(point, radius, frame);
    const isFree = (place: Point) =>
      marks.every((mark) => Math.hypot(mark.x - place.x, mark.y - place.y) >= radius * 2.1);
    marks.push(isFree(own) ? own : (placesAround(own, radius, frame).find(isFree) ?? own));
  }
  return marks.map(({ x, y }) => ({ x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 }));
}

/** Places on circles around a point, the nearest first. */
function placesAround(point: Point, radius: number, frame: Frame): readonly Point[] {
  const step = radius / 2;
  const rings = Math.ceil(frame.width / step);
  return Array.from({ length: rings * DIRECTIONS }, (_, index) => {
    const distance = step * (1 + Math.floor(index / DIRECTIONS));
    const angle = ((index % DIRECTIONS) * 2 * Math.PI) / DIRECTIONS;
    return { x: point.x + distance * Math.cos(angle), y: point.y + distance * Math.sin(angle) };
  }).filter((place) => {
    const inside = keepInside(place, radius, frame);
    return inside.x === place.x && inside.y === place.y;
  });
}

const keepInside = ({ x, y }: Point, radius: number, frame: Frame): Point => ({
  x: Math.min(Math.max(x, frame.x + radius), frame.x + frame.width - radius),
  y: Math.min(Math.max(y, frame.y + radius), frame.y + frame.height - radius),
});
