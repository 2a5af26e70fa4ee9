/** ICCAM v3's routes: each parses what was sent, asks the book, and answers 200 or the book's refusal. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  act,
  assess,
  contentOf,
  fileReport,
  reportOf,
  setAssignedCountry,
  setHosting,
  setReference,
  setSourceFacts,
  type Book,
  type ContentRecord,
  type Hotline,
} from './book.ts';
import * as catalogues from './catalogues.ts';
import { LIST_NAMES, listContent } from './lists.ts';
import { parseOrRefuse, Refusal, refuse } from './refusal.ts';
import * as sent from './sent.ts';
import type { SignIn } from './sign-in.ts';

/** What the routes stand on. */
export interface Desk {
  readonly book: Book;
  /** The hotline that signs in. */
  readonly own: Hotline;
  readonly username: string;
  readonly signIn: SignIn;
  readonly now: () => Date;
  /** Undefined: any name may stand for an analyst. */
  readonly analysts: readonly string[] | undefined;
}

/** Refusals keep their status; what Fastify itself refuses is 400; the rest is 500. All carry `errors`. */
export function answerErrors(http: FastifyInstance): void {
  http.setErrorHandler((error, _request, reply) => {
    if (error instanceof Refusal) return reply.status(error.status).send({ errors: error.errors });
    const isClients =
      error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500;
    return isClients
      ? reply.status(400).send({ errors: { body: ['The body is not JSON that can be read.'] } })
      : reply.status(500).send({ errors: { InternalError: ['Something went wrong.'] } });
  });
}

/** `Authentication` and what hangs on it. The bodies of refresh and userinfo are inferred. */
export function addSignInRoutes(http: FastifyInstance, desk: Desk): void {
  const { signIn } = desk;
  http.post('/Authentication', (request) => {
    const given = parseOrRefuse(z.strictObject({ username: z.string(), password: z.string() }), request.body);
    return signIn.signIn(given);
  });
  http.post('/Authentication/refresh', (request) =>
    signIn.refresh(parseOrRefuse(z.strictObject({ refreshToken: z.string() }), request.body).refreshToken),
  );
  http.post('/Authentication/logout', (request, reply) => {
    signIn.check(request.headers.authorization);
    signIn.revoke(request.headers.authorization, true);
    return reply.status(200).send();
  });
  http.get('/Authentication/userinfo', (request) => {
    signIn.check(request.headers.authorization);
    return { username: desk.username, hotlineId: desk.own.id, countryCode: desk.own.country };
  });
}

/** The value lists. */
export function addCatalogueRoutes(rest: FastifyInstance, desk: Desk): void {
  const { book } = desk;
  const lists: Readonly<Record<string, () => readonly object[]>> = {
    countries: () => catalogues.COUNTRIES,
    hotlines: () => book.hotlines.map(({ id, name, country }) => ({ id, name, countryCode: country })),
    analysts: () => (desk.analysts ?? []).map((name, index) => ({ id: index + 1, name })),
    'age-categories': () => catalogues.AGE_CATEGORIES,
    'gender-categories': () => catalogues.GENDER_CATEGORIES,
    'action-types': () => catalogues.ACTION_TYPES,
    'payment-methods': () => catalogues.PAYMENT_METHODS,
    'site-types': () => catalogues.SITE_TYPES,
    commercialities: () => catalogues.COMMERCIALITIES,
    classifications: () => catalogues.CLASSIFICATIONS,
  };
  for (const [name, rows] of Object.entries(lists)) rest.get(`/${name}`, () => rows());
}

const idParams = z.object({
  id: z
    .string()
    .regex(/^\d{1,9}$/, 'Must be a whole number.')
    .transform(Number),
});
const idOf = (request: FastifyRequest): number => parseOrRefuse(idParams, request.params).id;

/** Content: read, lists, actions, assessment, move, reference. Changes answer 200 without a body (inferred). */
export function addContentRoutes(rest: FastifyInstance, desk: Desk): void {
  const { book, own, now } = desk;
  for (const name of LIST_NAMES) rest.get(`/Content/${name}`, (request) => listContent(book, own, name, request.query));
  rest.get('/Content/:id', (request) => contentView(contentOf(book, idOf(request)), own));
  rest.post('/Content/:id/actions', (request, reply) => {
    const action = parseOrRefuse(sent.actionSchema, request.body);
    checkAnalyst(desk, 'actioningAnalystName', action.actioningAnalystName);
    act(book, own, idOf(request), action, now());
    return reply.status(200).send();
  });
  rest.put('/Content/:id/assessment', (request, reply) => {
    const assessment = parseOrRefuse(sent.assessmentSchema, request.body);
    checkAnalyst(desk, 'assessingAnalystName', assessment.assessingAnalystName);
    assess(book, own, idOf(request), assessment);
    return reply.status(200).send();
  });
  rest.put('/Content/:id/url/hosting', (request, reply) => {
    const schema = z.strictObject({ newIpAddress: sent.ipAddress, newCountryCode: sent.countryCode });
    const { newIpAddress, newCountryCode } = parseOrRefuse(schema, request.query);
    setHosting(book, own, idOf(request), newIpAddress, newCountryCode);
    return reply.status(200).send();
  });
  rest.put('/Content/:id/assigned-country', (request, reply) => {
    const { newCountryCode } = parseOrRefuse(z.strictObject({ newCountryCode: sent.countryCode }), request.query);
    setAssignedCountry(book, own, idOf(request), newCountryCode, now());
    return reply.status(200).send();
  });
  rest.put('/Content/:id/hotline-reference', (request, reply) => {
    const { reference } = parseOrRefuse(z.strictObject({ reference: sent.reference }), request.query);
    setReference(book, own, idOf(request), reference, now());
    return reply.status(200).send();
  });
}

/** Reports: file, read, and the source's facts, which come in the query as the other single values do (inferred). */
export function addReportRoutes(rest: FastifyInstance, desk: Desk): void {
  const { book, own, now } = desk;
  rest.post('/Reports', (request, reply) => {
    const report = parseOrRefuse(sent.reportSchema, request.body);
    checkAnalyst(desk, 'reportingAnalystName', report.reportingAnalystName);
    const reportId = fileReport(book, own, report, now());
    return reply.type('application/json').send(String(reportId));
  });
  rest.get('/Reports/:id', (request) => {
    const report = reportOf(book, idOf(request));
    const urls = report.contentIds.map((id) => contentOf(book, id));
    return {
      reportContents: urls.map(({ contentId, url }) => ({ contentId, urlString: url.urlString })),
      reportingHotlineId: report.reportingHotline.id,
      reportingAnalystName: report.sent.reportingAnalystName,
      referrerUrl: report.sent.sourceUrlReferrer ?? null,
      memo: report.sent.memo ?? null,
    };
  });
  rest.put('/Reports/:id/source-url/commerciality', (request, reply) => {
    const facts = parseOrRefuse(z.strictObject({ commerciality: queryNumber.pipe(sent.commerciality) }), request.query);
    setSourceFacts(book, own, idOf(request), facts);
    return reply.status(200).send();
  });
  rest.put('/Reports/:id/source-url/site-type', (request, reply) => {
    const facts = parseOrRefuse(z.strictObject({ siteType: queryNumber.pipe(sent.siteType) }), request.query);
    setSourceFacts(book, own, idOf(request), facts);
    return reply.status(200).send();
  });
  rest.put('/Reports/:id/source-url/payment-methods', (request, reply) => {
    // Public clients of v3 send the methods as the body, a bare array.
    const methods = parseOrRefuse(sent.paymentMethods, request.body);
    setSourceFacts(book, own, idOf(request), { paymentMethods: methods });
    return reply.status(200).send();
  });
}

const queryNumber = z
  .string()
  .regex(/^\d{1,4}$/, 'Must be a whole number.')
  .transform(Number);

/** @throws Refusal when the deployment names its analysts and this is none of them */
function checkAnalyst(desk: Desk, field: string, name: string): void {
  if (desk.analysts === undefined || desk.analysts.includes(name)) return;
  throw refuse(400, field, 'Is no analyst of this hotline.');
}

/** A content as its readers see it: the shape is inferred from the fields that clients send. */
function contentView(content: ContentRecord, own: Hotline) {
  const { url } = content;
  return {
    ...{ contentId: content.contentId, reportId: content.reportId, urlString: url.urlString },
    ...{ isSourceUrl: url.isSourceUrl, contentType: url.contentType, memo: url.memo ?? null },
    ...{ hostingCountryCode: content.hostingCountryCode, hostingIpAddress: content.hostingIpAddress },
    ...{ hostingIsp: url.hostingIsp ?? null, hostingOrganization: url.hostingOrganization ?? null },
    assignedCountryCode: content.assignedCountryCode,
    countryAssignmentDate: content.countryAssignedAt.toISOString(),
    assignedHotlineId: content.assignedHotlineId ?? null,
    hotlineAssignmentDate: content.hotlineAssignedAt?.toISOString() ?? null,
    hotlineReference: content.references.get(own.id) ?? null,
    assessment: content.assessment ?? null,
    actions: content.actions.map(({ actionType, actioningAnalystName, actionDate, reasonId, reasonText, country }) => ({
      ...{ actionType, actioningAnalystName, actionDate, countryCode: country },
      ...{ reasonId: reasonId ?? null, reasonText: reasonText ?? null },
    })),
  };
}
