import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { frameFor, spreadMarks, type Point } from './place-marks.ts';

const WORLD = { width: 1000, height: 440 };
const anywhere: fc.Arbitrary<Point> = fc.record({
  x: fc.integer({ min: 0, max: 1000 }),
  y: fc.integer({ min: 0, max: 440 }),
});
const places = fc.array(anywhere, { minLength: 1, maxLength: 25 });
const apart = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

test('frameFor shows every point, stays on the map, and keeps the map’s proportions', () => {
  fc.assert(
    fc.property(places, (points) => {
      const frame = frameFor(points, WORLD);
      for (const { x, y } of points) {
        assert.ok(x >= frame.x && x <= frame.x + frame.width, `${x} in ${JSON.stringify(frame)}`);
        assert.ok(y >= frame.y && y <= frame.y + frame.height, `${y} in ${JSON.stringify(frame)}`);
      }
      assert.ok(frame.x >= 0 && frame.y >= 0, JSON.stringify(frame));
      assert.ok(frame.x + frame.width <= 1001 && frame.y + frame.height <= 441, JSON.stringify(frame));
      assert.ok(Math.abs(frame.height / frame.width - 0.44) < 0.01, JSON.stringify(frame));
    }),
  );
});

test('frameFor comes no closer than a third of the world, and shows all of it where that is needed', () => {
  assert.equal(frameFor([{ x: 500, y: 100 }], WORLD).width, 334);
  assert.deepEqual(frameFor([], WORLD), { x: 0, y: 0, ...WORLD });
  const ends = [
    { x: 10, y: 100 },
    { x: 990, y: 100 },
  ];
  assert.deepEqual(frameFor(ends, WORLD), { x: 0, y: 0, ...WORLD });
});

test('spreadMarks leaves no mark over another, all inside, and moves none that has room', () => {
  fc.assert(
    fc.property(places, (points) => {
      const frame = frameFor(points, WORLD);
      const radius = frame.width * 0.03;
      const marks = spreadMarks(points, radius, frame);
      assert.equal(marks.length, points.length);
      marks.forEach((mark, index) => {
        assert.ok(mark.x >= frame.x + radius - 0.1 && mark.x <= frame.x + frame.width - radius + 0.1);
        assert.ok(mark.y >= frame.y + radius - 0.1 && mark.y <= frame.y + frame.height - radius + 0.1);
        for (const other of marks.slice(index + 1))
          assert.ok(
            apart(mark, other) >= radius * 1.95,
            `${JSON.stringify([mark, other])} of ${JSON.stringify(points)}`,
          );
      });
    }),
    { numRuns: 200 },
  );
  const far = [
    { x: 300, y: 200 },
    { x: 600, y: 200 },
  ];
  assert.deepEqual(spreadMarks(far, 20, { x: 0, y: 0, ...WORLD }), far);
});
