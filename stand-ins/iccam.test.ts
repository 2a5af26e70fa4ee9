import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { Refusal } from './iccam.ts';
import { ASSESSMENT, URL_SENT, actionOf, fileOwn, reportOf, tokensSchema, withIccam } from './iccam/test-client.ts';

test('Authentication gives tokens that work until they expire, and refresh gives new ones once', async () => {
  let nowMs = Date.parse('2026-03-01T00:00:00Z');
  await withIccam({ tokenLifetimeMs: 60_000, now: () => new Date(nowMs) }, async (iccam, client) => {
    assert.equal(client.tokens().bearerTokenExpiresIn, 60);
    assert.equal((await client.rest('GET', 'classifications')).status, 200);
    nowMs += 60_000;
    assert.deepEqual((await client.rest('GET', 'classifications')).codes, ['TokenExpired']);
    const { refreshToken } = client.tokens();
    const fresh = await client.ask('POST', 'Authentication/refresh', { refreshToken });
    const { bearerToken } = tokensSchema.parse(fresh.body);
    assert.equal((await client.ask('GET', 'rest/countries', undefined, bearerToken)).status, 200);
    const next = tokensSchema.parse(
      (
        await client.ask('POST', 'Authentication/refresh', {
          refreshToken: tokensSchema.parse(fresh.body).refreshToken,
        })
      ).body,
    );
    assert.equal((await client.ask('GET', 'rest/countries', undefined, bearerToken)).status, 401);
    assert.equal((await client.ask('GET', 'rest/countries', undefined, next.bearerToken)).status, 200);
    assert.equal((await client.ask('POST', 'Authentication/refresh', { refreshToken })).status, 401);
    const { username } = iccam;
    assert.equal((await client.ask('POST', 'Authentication', { username, password: 'wrong' })).status, 401);
    assert.equal((await client.ask('POST', 'Authentication', { username })).status, 400);
  });
});

test('logout ends the bearer and the refresh token, and userinfo tells who is signed in', async () => {
  await withIccam({}, async (_iccam, client) => {
    const { bearerToken, refreshToken } = client.tokens();
    const info = await client.ask('GET', 'Authentication/userinfo', undefined, bearerToken);
    assert.equal(z.object({ countryCode: z.string() }).parse(info.body).countryCode, 'SE');
    assert.equal((await client.ask('POST', 'Authentication/logout', undefined, bearerToken)).status, 200);
    assert.equal((await client.ask('GET', 'Authentication/userinfo', undefined, bearerToken)).status, 401);
    assert.equal((await client.ask('POST', 'Authentication/refresh', { refreshToken })).status, 401);
    assert.equal((await client.ask('GET', 'rest/countries')).status, 401);
  });
});

test('each catalogue answers with rows', async () => {
  await withIccam({ analysts: ['A. Analyst'] }, async (_iccam, client) => {
    const names =
      'countries hotlines analysts age-categories gender-categories action-types payment-methods site-types';
    for (const name of [...names.split(' '), 'commercialities', 'classifications']) {
      const { status, body } = await client.rest('GET', name);
      assert.equal(status, 200, name);
      assert.ok(
        z
          .array(z.object({ name: z.string() }))
          .min(1)
          .safeParse(body).success,
        name,
      );
    }
    const ids = z.array(z.object({ id: z.number() })).parse((await client.rest('GET', 'action-types')).body);
    assert.deepEqual(
      ids.map(({ id }) => id),
      [1, 2, 3, 4, 6],
    );
  });
});

test('POST rest/Reports answers a bare number that GET rest/Reports/{id} then knows', async () => {
  await withIccam({}, async (_iccam, client) => {
    const filed = await client.rest('POST', 'Reports', reportOf('R-1', { memo: 'Invented', sourceUrlReferrer: null }));
    assert.equal(typeof filed.body, 'number');
    const read = await client.rest('GET', `Reports/${String(filed.body)}`);
    const schema = z.strictObject({
      reportContents: z.tuple([z.strictObject({ contentId: z.number(), urlString: z.literal(URL_SENT.urlString) })]),
      ...{ reportingHotlineId: z.number(), reportingAnalystName: z.literal('A. Analyst') },
      ...{ referrerUrl: z.null(), memo: z.literal('Invented') },
    });
    assert.ok(schema.safeParse(read.body).success, JSON.stringify(read.body));
    assert.deepEqual((await client.rest('GET', 'Reports/1')).codes, ['ReportNotFound']);
  });
});

test('POST rest/Reports refuses a hotlineReference that was used before, and files nothing', async () => {
  await withIccam({}, async (iccam, client) => {
    await client.rest('POST', 'Reports', reportOf('R-1', {}, { hotlineReference: 'U-1' }));
    const again = await client.rest('POST', 'Reports', reportOf('R-1'));
    assert.deepEqual([again.status, again.codes], [400, ['hotlineReference']]);
    const sameUrl = await client.rest('POST', 'Reports', reportOf('R-2', {}, { hotlineReference: 'U-1' }));
    assert.deepEqual([sameUrl.status, sameUrl.codes], [400, ['urls.hotlineReference']]);
    assert.equal(iccam.reports().length, 1);
    assert.equal(iccam.contents().length, 1);
  });
});

test('POST rest/Reports names each wrong value by its path', async () => {
  const cases: readonly (readonly [object, object, string])[] = [
    [{ reportingAnalystName: ' ' }, {}, 'reportingAnalystName'],
    [{ reportingAnalystName: undefined }, {}, 'reportingAnalystName'],
    [{ hotlineReceivedDate: '2026-03-01T10:00:00' }, {}, 'hotlineReceivedDate'],
    [{ hotlineReceivedDate: '2026-02-30T10:00:00Z' }, {}, 'hotlineReceivedDate'],
    [{ sourceUrlSiteType: '2' }, {}, 'sourceUrlSiteType'],
    [{ sourceUrlCommerciality: 4 }, {}, 'sourceUrlCommerciality'],
    [{ sourceUrlPaymentMethods: [14] }, {}, 'sourceUrlPaymentMethods[0]'],
    [{ sourceUrlPaymentMethods: 1 }, {}, 'sourceUrlPaymentMethods'],
    [{ unknownField: 1 }, {}, 'unknownField'],
    [{ urls: [] }, {}, 'urls'],
    [{}, { urlString: 'pictures.example.org' }, 'urls[0].urlString'],
    [{}, { hostingCountryCode: 'Sweden' }, 'urls[0].hostingCountryCode'],
    [{}, { hostingCountryCode: 'se' }, 'urls[0].hostingCountryCode'],
    [{}, { hostingIpAddress: '300.1.1.1' }, 'urls[0].hostingIpAddress'],
    [{}, { isSourceUrl: 'true' }, 'urls[0].isSourceUrl'],
    [{}, { contentType: 3 }, 'urls[0].contentType'],
    [{}, { contentType: '2' }, 'urls[0].contentType'],
    [{}, { extra: true }, 'urls[0].extra'],
    [{}, { hostingOrganization: { organizationName: 'x', extra: 1 } }, 'urls[0].hostingOrganization.extra'],
    [{}, { assessment: { ...ASSESSMENT, extra: 1 } }, 'urls[0].assessment.extra'],
    [{}, { hostingOrganization: { name: 'x' } }, 'urls[0].hostingOrganization.organizationName'],
    [{}, { assessment: { ...ASSESSMENT, classification: 3 } }, 'urls[0].assessment.classification'],
    [{}, { assessment: { ...ASSESSMENT, ageCategorization: 5 } }, 'urls[0].assessment.ageCategorization'],
    [{}, { assessment: { ...ASSESSMENT, genderCategorization: 0 } }, 'urls[0].assessment.genderCategorization'],
    [{}, { actions: [actionOf(1)] }, 'urls[0].actions'],
  ];
  await withIccam({}, async (iccam, client) => {
    for (const [more, url, code] of cases) {
      const refused = await client.rest('POST', 'Reports', reportOf('R-1', more, url));
      assert.equal(refused.status, 400, code);
      assert.ok(refused.codes.includes(code), `${code} among ${refused.codes.join(', ')}`);
    }
    assert.deepEqual((await client.rest('POST', 'Reports', '{"a":')).codes, ['body']);
    assert.equal(iccam.reports().length, 0);
  });
});

test('an analyst must be one of the hotline when its analysts are named', async () => {
  await withIccam({ analysts: ['B. Analyst'] }, async (_iccam, client) => {
    assert.deepEqual((await client.rest('POST', 'Reports', reportOf('R-1'))).codes, ['reportingAnalystName']);
    const named = reportOf('R-1', { reportingAnalystName: 'B. Analyst' });
    assert.equal((await client.rest('POST', 'Reports', named)).status, 200);
  });
});

test('only the assigned country may act, assess, move or refer', async () => {
  await withIccam({}, async (iccam, client) => {
    const id = await fileOwn(iccam, client, 'R-1', { hostingCountryCode: 'NL' });
    const attempts = [
      await client.rest('POST', `Content/${id}/actions`, actionOf(1)),
      await client.rest('PUT', `Content/${id}/assessment`, ASSESSMENT),
      await client.rest('PUT', `Content/${id}/url/hosting?newIpAddress=85.24.180.41&newCountryCode=SE`),
      await client.rest('PUT', `Content/${id}/assigned-country?newCountryCode=SE`),
      await client.rest('PUT', `Content/${id}/hotline-reference?reference=F-1`),
    ];
    for (const { status, codes } of attempts) assert.deepEqual([status, codes], [403, ['NotAssigned']]);
    iccam.advance({ kind: 'act', contentId: id, actionType: 1 });
    assert.deepEqual(
      iccam.contents()[0]?.actions.map(({ actionType, country }) => [actionType, country]),
      [[1, 'NL']],
    );
  });
});

test('actions: none twice, none after a final one, a reason where it is required', async () => {
  await withIccam({}, async (iccam, client) => {
    const id = await fileOwn(iccam, client);
    const act = (type: number, more: object = {}) => client.rest('POST', `Content/${id}/actions`, actionOf(type, more));
    assert.equal((await act(1)).status, 200);
    assert.deepEqual((await act(1)).codes, ['ActionTwice']);
    assert.deepEqual((await act(5)).codes, ['actionType']);
    assert.deepEqual((await act(4, { reasonId: null })).codes, ['reasonId']);
    assert.deepEqual((await act(4, { reasonId: 14 })).codes, ['reasonId']);
    assert.deepEqual((await act(2, { actionDate: '2 March' })).codes, ['actionDate']);
    assert.deepEqual((await act(2, { note: 'x' })).codes, ['note']);
    assert.equal((await act(2)).status, 200);
    assert.equal((await act(3)).status, 200);
    for (const type of [1, 2, 3, 4, 6]) assert.deepEqual((await act(type)).codes, ['ContentFinal']);
    assert.deepEqual((await client.rest('POST', 'Content/1/actions', actionOf(1))).codes, ['ContentNotFound']);
  });
});

test('Unavailable and NotIllegal are final as Removed is', async () => {
  await withIccam({}, async (iccam, client) => {
    for (const [index, type] of [4, 6].entries()) {
      const id = await fileOwn(iccam, client, `R-${index}`);
      assert.equal((await client.rest('POST', `Content/${id}/actions`, actionOf(type))).status, 200);
      assert.deepEqual((await client.rest('POST', `Content/${id}/actions`, actionOf(1))).codes, ['ContentFinal']);
      const move = await client.rest('PUT', `Content/${id}/url/hosting?newIpAddress=94.75.200.10&newCountryCode=NL`);
      assert.deepEqual(move.codes, ['ContentFinal']);
    }
  });
});

test('a report takes actions only once site type, commerciality and payment are set', async () => {
  await withIccam({}, async (iccam, client) => {
    const unset = { sourceUrlSiteType: null, sourceUrlCommerciality: null, sourceUrlPaymentMethods: null };
    const filed = await client.rest('POST', 'Reports', reportOf('R-1', unset));
    iccam.advance({ kind: 'settle' });
    const id = iccam.contents()[0]?.contentId ?? 0;
    const act = () => client.rest('POST', `Content/${id}/actions`, actionOf(1));
    const base = `Reports/${String(filed.body)}/source-url`;
    assert.deepEqual((await act()).codes, ['SourceUrlIncomplete']);
    assert.equal((await client.rest('PUT', `${base}/site-type?siteType=2`)).status, 200);
    assert.equal((await client.rest('PUT', `${base}/commerciality?commerciality=2`)).status, 200);
    assert.deepEqual((await act()).codes, ['SourceUrlIncomplete']);
    assert.deepEqual((await client.rest('PUT', `${base}/payment-methods`, [14])).codes, ['[0]']);
    assert.equal((await client.rest('PUT', `${base}/payment-methods`, [2, 3])).status, 200);
    assert.deepEqual(iccam.reports()[0]?.paymentMethods, [2, 3]);
    assert.equal((await act()).status, 200);
  });
});

test("a report's source facts are set by who filed it or has a content of it, and by nobody else", async () => {
  await withIccam({}, async (iccam, client) => {
    const set = async (reportId: number) => client.rest('PUT', `Reports/${reportId}/source-url/site-type?siteType=3`);
    const foreign = iccam.fileReport('NL', reportOf('N-1', {}, { hostingCountryCode: 'DE' }));
    assert.deepEqual((await set(foreign)).codes, ['NotAssigned']);
    assert.equal((await set(iccam.fileReport('NL', reportOf('N-2')))).status, 200);
    await client.rest('POST', 'Reports', reportOf('R-1', {}, { hostingCountryCode: 'NL' }));
    assert.equal((await set(iccam.reports().at(-1)?.reportId ?? 0)).status, 200);
    assert.deepEqual(
      iccam.reports().map(({ siteType }) => siteType),
      [2, 3, 3],
    );
  });
});

test('a report takes no action in the run that filed it', async () => {
  let nowMs = Date.parse('2026-03-01T00:00:00Z');
  await withIccam({ settleMs: 5000, now: () => new Date(nowMs) }, async (iccam, client) => {
    await client.rest('POST', 'Reports', reportOf('R-1'));
    const path = `Content/${iccam.contents()[0]?.contentId ?? 0}/actions`;
    nowMs += 4999;
    assert.deepEqual((await client.rest('POST', path, actionOf(1))).codes, ['ReportNotReady']);
    nowMs += 1;
    assert.equal((await client.rest('POST', path, actionOf(1))).status, 200);
  });
});

test('an assessment is final when it is Baseline or Ignore, or once an action stands', async () => {
  await withIccam({}, async (iccam, client) => {
    const id = await fileOwn(iccam, client);
    const assess = (more: object = {}) => client.rest('PUT', `Content/${id}/assessment`, { ...ASSESSMENT, ...more });
    assert.deepEqual((await assess({ childModelingCategorization: '1' })).codes, ['childModelingCategorization']);
    assert.equal((await assess()).status, 200);
    assert.equal((await assess({ classification: 1 })).status, 200);
    assert.deepEqual((await assess()).codes, ['AlreadyAssessed']);
    const ignored = await fileOwn(iccam, client, 'R-2', { assessment: { ...ASSESSMENT, classification: 4 } });
    assert.deepEqual((await client.rest('PUT', `Content/${ignored}/assessment`, ASSESSMENT)).codes, [
      'AlreadyAssessed',
    ]);
    const actioned = await fileOwn(iccam, client, 'R-3');
    await client.rest('POST', `Content/${actioned}/actions`, actionOf(1));
    assert.deepEqual((await client.rest('PUT', `Content/${actioned}/assessment`, ASSESSMENT)).codes, [
      'AlreadyActioned',
    ]);
  });
});

test('a move is hosting and then assigned-country, and takes the right to act along', async () => {
  await withIccam({}, async (iccam, client) => {
    const id = await fileOwn(iccam, client);
    const assign = (country: string) => client.rest('PUT', `Content/${id}/assigned-country?newCountryCode=${country}`);
    assert.deepEqual((await assign('NL')).codes, ['newCountryCode']);
    assert.deepEqual((await assign('SE')).codes, ['newCountryCode']);
    const host = await client.rest('PUT', `Content/${id}/url/hosting?newIpAddress=94.75.200.10&newCountryCode=NL`);
    assert.equal(host.status, 200);
    assert.equal((await assign('NL')).status, 200);
    assert.equal((await client.rest('POST', `Content/${id}/actions`, actionOf(1))).status, 403);
    iccam.advance({ kind: 'move', contentId: id, country: 'SE', ip: '85.24.180.40' });
    assert.equal((await client.rest('POST', `Content/${id}/actions`, actionOf(1))).status, 200);
    assert.deepEqual((await client.rest('PUT', `Content/${id}/url/hosting?newIpAddress=x`)).codes.toSorted(), [
      'newCountryCode',
      'newIpAddress',
    ]);
  });
});

test('lists show what is left to do, from the assignment date on', async () => {
  let nowMs = Date.parse('2026-03-01T00:00:00Z');
  await withIccam({ now: () => new Date(nowMs) }, async (iccam, client) => {
    const list = async (path: string) => (await client.rest('GET', `Content/${path}`)).body;
    const reportId = iccam.fileReport('NL', reportOf('N-1'));
    nowMs += 86_400_000;
    await client.again();
    iccam.fileReport('NL', reportOf('N-2', {}, { hostingCountryCode: 'VN' }));
    const [ours, orphan] = iccam.contents().map(({ contentId }) => contentId);
    const row = { reportId, contentId: ours };
    assert.deepEqual(await list('no-reference'), [row]);
    assert.deepEqual(await list('unassessed?maxResults=1&countryAssignmentStartDate=2026-03-01'), [row]);
    assert.deepEqual(await list('unassessed?countryAssignmentStartDate=2026-03-02T00:00:00Z'), []);
    assert.deepEqual(await list('unactioned'), [row]);
    assert.deepEqual(await list('orphaned'), [{ reportId: reportId + 1, contentId: orphan }]);
    assert.deepEqual(await list('offline'), []);
    await client.rest('PUT', `Content/${ours ?? 0}/hotline-reference?reference=F-1`);
    await client.rest('PUT', `Content/${ours ?? 0}/assessment`, ASSESSMENT);
    await client.rest('POST', `Content/${ours ?? 0}/actions`, actionOf(3));
    for (const name of ['no-reference', 'unassessed', 'unactioned']) assert.deepEqual(await list(name), [], name);
    assert.deepEqual(await list('offline?hotlineAssignmentStartDate=2026-03-01'), [row]);
    const wrong = 'Content/unassessed?hotlineAssignmentStartDate=2026-03-01';
    assert.deepEqual((await client.rest('GET', wrong)).codes, ['hotlineAssignmentStartDate']);
  });
});

test('lists leave out what another country has', async () => {
  await withIccam({}, async (iccam, client) => {
    const removed = await fileOwn(iccam, client, 'R-1', { hostingCountryCode: 'NL' });
    iccam.advance({ kind: 'act', contentId: removed, actionType: 3 });
    await fileOwn(iccam, client, 'R-2', { hostingCountryCode: 'DE' });
    for (const name of ['no-reference', 'unassessed', 'unactioned', 'orphaned', 'offline', 'unassigned-to-hotline']) {
      assert.deepEqual((await client.rest('GET', `Content/${name}`)).body, [], name);
    }
  });
});

test('lists give the oldest rows first, as many as asked for and at most 200', async () => {
  await withIccam({}, async (iccam, client) => {
    for (let count = 1; count <= 3; count += 1) iccam.fileReport('NL', reportOf(`N-${count}`));
    const rows = async (query: string) =>
      z.array(z.unknown()).parse((await client.rest('GET', `Content/unassessed${query}`)).body);
    const [first, second] = iccam.contents().map(({ contentId, reportId }) => ({ reportId, contentId }));
    assert.deepEqual(await rows('?maxResults=2'), [first, second]);
    const many = Array.from({ length: 250 }, (_, index) => ({ ...URL_SENT, isSourceUrl: index === 0 }));
    iccam.fileReport('NL', reportOf('N-9', { urls: many }));
    assert.equal((await rows('')).length, 200);
    for (const wrong of ['201', '0', '-1', 'all']) {
      assert.deepEqual(
        (await client.rest('GET', `Content/unassessed?maxResults=${wrong}`)).codes,
        ['maxResults'],
        wrong,
      );
    }
  });
});

test('hotline-reference is unique, and gives a content to one of several hotlines of a country', async () => {
  await withIccam({ country: 'DE' }, async (iccam, client) => {
    iccam.fileReport('NL', reportOf('N-1', {}, { hostingCountryCode: 'DE' }));
    iccam.fileReport('NL', reportOf('N-2', {}, { hostingCountryCode: 'DE' }));
    const [one = 0, other = 0] = iccam.contents().map(({ contentId }) => contentId);
    const refer = (id: number, reference: string) =>
      client.rest('PUT', `Content/${id}/hotline-reference?reference=${reference}`);
    const unassigned = async () =>
      z
        .array(z.object({ contentId: z.number() }))
        .parse((await client.rest('GET', 'Content/unassigned-to-hotline')).body)
        .map(({ contentId }) => contentId);
    assert.deepEqual(await unassigned(), [one, other]);
    assert.equal((await refer(one, 'F-1')).status, 200);
    assert.equal((await refer(one, 'F-1')).status, 200);
    assert.deepEqual(await unassigned(), [other]);
    assert.deepEqual((await refer(one, 'F-2')).codes, ['reference']);
    assert.deepEqual((await refer(other, 'F-1')).codes, ['reference']);
    const view = z.object({ hotlineReference: z.string() }).parse((await client.rest('GET', `Content/${one}`)).body);
    assert.equal(view.hotlineReference, 'F-1');
  });
});

test('advance keeps other hotlines under the same rules', async () => {
  await withIccam({}, async (iccam, client) => {
    const id = await fileOwn(iccam, client, 'R-1', { hostingCountryCode: 'NL' });
    iccam.advance({ kind: 'assess', contentId: id, classification: 1 });
    iccam.advance({ kind: 'refer', contentId: id, reference: 'NL-1' });
    iccam.advance({ kind: 'act', contentId: id, actionType: 3 });
    assert.throws(() => iccam.advance({ kind: 'act', contentId: id, actionType: 2 }), Refusal);
    assert.throws(() => iccam.advance({ kind: 'assess', contentId: id, classification: 2 }), Refusal);
    const view = await client.rest('GET', `Content/${id}`);
    const schema = z.object({
      actions: z.tuple([z.object({ actionType: z.literal(3), countryCode: z.literal('NL') })]),
    });
    assert.ok(schema.safeParse(view.body).success);
  });
});
