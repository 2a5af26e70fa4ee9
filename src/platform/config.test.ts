import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { ConfigError, readConfig, SETTING_NAMES } from './config.ts';

const example = readFileSync(new URL('../../fyr.example.env', import.meta.url), 'utf8');

test('readConfig starts a hotline without a single setting', () => {
  const config = readConfig({});
  assert.equal(config.site.port, 8080);
  assert.equal(config.hotline.homeCountry, 'SE');
  assert.equal(config.police.mode, 'test');
  assert.equal(config.iccam.mode, 'test');
  assert.equal(config.notices.mode, 'test');
});

test('fyr.example.env names every setting, and each of its values is accepted', () => {
  const everything = parseEnv(example.replace(/^#(?=[A-Z_]+=)/gm, ''));
  assert.deepEqual(Object.keys(everything).sort(), [...SETTING_NAMES].sort());
  assert.doesNotThrow(() => readConfig(everything));
  const { FYR_DATA_DIR, ...defaults } = parseEnv(example);
  assert.equal(FYR_DATA_DIR, 'data');
  const { crawlerEnv, ...filled } = readConfig(defaults);
  const { crawlerEnv: none, ...bare } = readConfig({});
  assert.deepEqual(filled, bare, 'uncommented lines are the defaults');
  assert.ok(Object.keys(crawlerEnv).length > 0);
  assert.deepEqual(none, {});
});

test('readConfig names every wrong setting at once and says what is allowed', () => {
  assert.throws(
    () =>
      readConfig({
        FYR_SITE_LISTEN: 'everywhere',
        FYR_POLICE_MODE: 'on',
        FYR_RECHECK_MISSES: '0.5',
        DATABASE_URL: 'mysql://x',
      }),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      for (const part of [
        'FYR_SITE_LISTEN: must be ADDRESS:PORT',
        'FYR_POLICE_MODE: must be test or live',
        'FYR_RECHECK_MISSES: must be a whole number',
        'DATABASE_URL: must be an address that begins with postgres://',
      ]) {
        assert.match(error.message, new RegExp(part));
      }
      return true;
    },
  );
});

test('readConfig refuses a misspelt setting instead of ignoring it', () => {
  assert.throws(() => readConfig({ FYR_POLICE_MOOD: 'live' }), /FYR_POLICE_MOOD: no such setting/);
});

test('readConfig refuses a live partner that lacks what it needs', () => {
  assert.throws(
    () => readConfig({ FYR_POLICE_MODE: 'live' }),
    /FYR_POLICE_MODE=live also needs FYR_SMTP_URL, FYR_POLICE_EMAIL, FYR_POLICE_KEY_FILE/,
  );
  assert.throws(() => readConfig({ FYR_ICCAM_MODE: 'live' }), ConfigError);
  assert.throws(() => readConfig({ FYR_NOTICE_MODE: 'live' }), ConfigError);
});

test('readConfig gives a config or a ConfigError for any values', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...SETTING_NAMES), fc.string()), (env) => {
      try {
        readConfig(env);
      } catch (error) {
        assert.ok(error instanceof ConfigError, String(error));
      }
    }),
  );
});

test('readConfig lets figures leave this machine over TLS alone', () => {
  const tls = { FYR_METRICS_TLS_CERT_FILE: '/etc/fyr/metrics.crt', FYR_METRICS_TLS_KEY_FILE: '/etc/fyr/metrics.key' };
  for (const name of ['FYR_METRICS_LISTEN', 'FYR_CRAWL_METRICS_LISTEN']) {
    const read = (at: string, more = {}) => {
      const { metrics, crawl } = readConfig({ [name]: at, ...more });
      return name === 'FYR_METRICS_LISTEN' ? metrics : crawl.metrics;
    };
    for (const at of [
      '0.0.0.0:9464',
      '192.0.2.7:9464',
      '[::]:9464',
      '[2001:db8::1]:9464',
      'metrics.example.org:9464',
    ]) {
      assert.throws(() => read(at), new RegExp(`${name} is not an address of this machine alone.*127\\.0\\.0\\.1`), at);
      assert.deepEqual(read(at, tls)?.tls, {
        certificateFile: '/etc/fyr/metrics.crt',
        keyFile: '/etc/fyr/metrics.key',
      });
    }
    for (const at of ['127.0.0.1:9464', '127.1.2.3:9464', '[::1]:9464', 'localhost:9464'])
      assert.equal(read(at)?.tls, undefined, at);
  }
  for (const half of Object.entries(tls))
    assert.throws(() => readConfig(Object.fromEntries([half])), /belong together: set both, or none/);
  assert.equal(readConfig(tls).metrics, undefined, 'a certificate alone serves nothing');
});

test('readConfig gives the crawler no password of the house and no setting that it has no use for', () => {
  const everything = parseEnv(example.replace(/^#(?=[A-Z_]+=)/gm, ''));
  const { crawlerEnv } = readConfig(everything);
  assert.deepEqual(Object.keys(crawlerEnv).sort(), [
    'FYR_CHROMIUM',
    'FYR_CRAWL_DATABASE_URL',
    'FYR_CRAWL_DELAY_SECONDS',
    'FYR_CRAWL_METRICS_LISTEN',
    'FYR_CRAWL_SOCKS',
    'FYR_DATA_DIR',
    'FYR_LOG_LEVEL',
    'FYR_METRICS_TLS_CERT_FILE',
    'FYR_METRICS_TLS_KEY_FILE',
    'FYR_SERVICE_KEY_FILE',
    'FYR_TEST_NETWORK',
    'FYR_USER_AGENT_URL',
  ]);
  assert.deepEqual(readConfig(crawlerEnv).crawl, readConfig(everything).crawl);
  assert.equal(readConfig(crawlerEnv).roleUrls.fyr_crawl, readConfig(everything).roleUrls.fyr_crawl);
  assert.deepEqual(readConfig(everything).crawl.onionProxy, { ip: '127.0.0.1', port: 9050 });
  assert.throws(() => readConfig({ FYR_CRAWL_SOCKS: 'proxy:9050' }), /FYR_CRAWL_SOCKS: must be an IP address/);
});
