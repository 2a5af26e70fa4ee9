import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEEP, literal, sql } from './statement.ts';

test('sql numbers its parameters through the parts that are put in', () => {
  const part = sql`x = ${'first'} and y = ${literal(-3)}`;
  const { sql: text, parameters } = sql`${KEEP} select ${1} where ${part} or z = ${null}`.compile();
  assert.equal(text, '/* keep */ select $1 where x = $2 and y = -3 or z = $3');
  assert.deepEqual(parameters, [1, 'first', null]);
  assert.deepEqual(part.compile().parameters, ['first'], 'a part stays what it was');
});

test('sql never writes a value into the text', () => {
  const hostile = `'; drop table tip; --`;
  const { sql: text, parameters } = sql`select ${hostile}`.compile();
  assert.equal(text, 'select $1');
  assert.deepEqual(parameters, [hostile]);
});

test('literal writes nothing but whole numbers', () => {
  for (const wrong of [0.5, NaN, Infinity, 2 ** 53]) assert.throws(() => literal(wrong), RangeError);
});
