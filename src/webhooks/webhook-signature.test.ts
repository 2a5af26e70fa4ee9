import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isSignedWebhook, makeSecret, signWebhook } from './webhook-signature.ts';

/** The reference vector of Standard Webhooks' own libraries. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const AT = new Date(1_614_265_330_000);
const BODY = '{"test": 2432232314}';
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

test('signWebhook makes the reference signature', () => {
  assert.deepEqual(signWebhook([SECRET], ID, AT, BODY), {
    ...{ 'webhook-id': ID, 'webhook-timestamp': '1614265330', 'webhook-signature': SIGNATURE },
  });
});

test('isSignedWebhook takes the reference vector within five minutes, and no longer', () => {
  const headers = { ...signWebhook([SECRET], ID, AT, BODY) };
  const at = (seconds: number) => isSignedWebhook([SECRET], headers, BODY, new Date(AT.getTime() + seconds * 1000));
  assert.deepEqual([at(0), at(300), at(-300), at(301), at(-301)], [true, true, true, false, false]);
});

test('isSignedWebhook takes any of several signatures, and none that is of another secret, id, body or version', () => {
  const [old, fresh] = [makeSecret(), makeSecret()];
  const both = { ...signWebhook([fresh, old], ID, AT, BODY) };
  for (const secret of [old, fresh]) assert.ok(isSignedWebhook([secret], both, BODY, AT));
  assert.ok(!isSignedWebhook([makeSecret()], both, BODY, AT));
  assert.ok(!isSignedWebhook([old], both, `${BODY} `, AT));
  assert.ok(!isSignedWebhook([old], { ...both, 'webhook-id': 'msg_other' }, BODY, AT));
  const otherVersion = both['webhook-signature'].replaceAll('v1,', 'v1a,');
  assert.ok(!isSignedWebhook([old], { ...both, 'webhook-signature': otherVersion }, BODY, AT));
  assert.ok(!isSignedWebhook([old], {}, BODY, AT));
});

test('isSignedWebhook says no, and throws nothing, for any headers', () => {
  const text = fc.option(fc.string(), { nil: undefined });
  fc.assert(
    fc.property(text, text, text, (id, timestamp, signature) => {
      const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
      assert.equal(isSignedWebhook([SECRET], headers, BODY, AT), false);
    }),
  );
});
