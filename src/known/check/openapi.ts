/** The API described for machines: OpenAPI 3.1, whose schemas are JSON Schema 2020-12, made from the very schemas that parse. */
import { z } from 'zod';
import {
  errorAnswerSchema,
  hashAnswerSchema,
  hitSchema,
  nearSchema,
  hashesAnswerSchema,
  hashesRequestSchema,
  mediaAnswerSchema,
  mediaQuerySchema,
  pdqRequestSchema,
  urlRequestSchema,
} from './answers.ts';
import type { MediaLimits } from './receive-media.ts';

type Json = { readonly [key: string]: unknown };

const NAMES = {
  ScannedMedia: mediaAnswerSchema,
  ScannedHashes: hashesAnswerSchema,
  Error: errorAnswerSchema,
  ScanUrl: urlRequestSchema,
  ScanPdq: pdqRequestSchema,
  ScanHashes: hashesRequestSchema,
  ScannedHash: hashAnswerSchema,
  Hit: hitSchema,
  NearMatching: nearSchema,
} as const;

const refTo = (name: keyof typeof NAMES) => ({
  $ref: `#/components/schemas/${name}`,
});
const json = (schema: Json): Json => ({ 'application/json': { schema } });

const ERRORS: Readonly<Record<number, string>> = {
  400: 'The request is not what the schema says',
  401: 'No working key. Nothing more is said',
  408: 'The body took too long to arrive',
  413: 'The body or the batch is larger than allowed',
  415: 'The content type is not the one of this request',
  422: 'The address is not fetched, or holds no media',
  429: "The key's quota is used up; Retry-After says for how long",
  502: 'The address gave no answer',
  503: 'Too much is under way, or the database is away; Retry-After says when to come again',
};

/** Every schema that has an id, by it. */
function componentSchemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMES)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    target: 'draft-2020-12',
    io: 'output',
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => [
      id,
      Object.fromEntries(Object.entries(schema).filter(([name]) => name !== '$schema' && name !== '$id')),
    ]),
  );
}

function operation(
  summary: string,
  parts: { body?: Json; answer: Json; errors: readonly number[]; query?: boolean; path?: Json },
): Json {
  const errors = parts.errors.map((status) => [
    status,
    {
      description: ERRORS[status] ?? '',
      ...(status === 429 || status === 503 ? { headers: { 'Retry-After': { schema: { type: 'integer' } } } } : {}),
      content: json(refTo('Error')),
    },
  ]);
  const parameters = [
    ...(parts.query === true ? queryParameters() : []),
    ...(parts.path === undefined ? [] : [parts.path]),
  ];
  return {
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(parts.body === undefined ? {} : { requestBody: { required: true, content: parts.body } }),
    responses: {
      200: { description: 'Checked', content: json(parts.answer) },
      ...Object.fromEntries(errors),
    },
  };
}

function queryParameters(): readonly Json[] {
  return Object.entries(mediaQuerySchema.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    description: schema.description,
    schema: { type: 'boolean', default: false },
  }));
}

/** The document. `limits` are those that this installation enforces. */
export function describeApi(limits: MediaLimits): Json {
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Fyr check API',
      version: '1',
      description: 'Checks media and hashes against known lists. Nothing that is sent is kept. See docs/check-api.md.',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    security: [{ key: [] }],
    paths: describePaths(limits),
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'basic', description: 'User name: the key id; password: its secret' },
      },
      schemas: componentSchemas(),
    },
  };
}

function describePaths(limits: MediaLimits): Json {
  const common = [400, 401, 413, 415, 429, 503];
  const octets = {
    'application/octet-stream': { schema: { type: 'string', contentEncoding: 'binary', maxLength: limits.maxBytes } },
  };
  return {
    '/v1/media/': {
      post: operation('Check the bytes of a picture or a video', {
        body: octets,
        answer: refTo('ScannedMedia'),
        errors: [...common, 408],
        query: true,
      }),
    },
    '/v1/url/': {
      post: operation('Check what lies at an address', {
        body: json(refTo('ScanUrl')),
        answer: refTo('ScannedMedia'),
        errors: [...common, 422, 502],
        query: true,
      }),
    },
    '/v1/pdq/': {
      post: operation('Check PDQ hashes', {
        body: json(refTo('ScanPdq')),
        answer: refTo('ScannedHashes'),
        errors: common,
      }),
    },
    '/v1/hashes/': {
      post: operation('Check MD5, SHA-1 or SHA-256 hashes', {
        body: json(refTo('ScanHashes')),
        answer: refTo('ScannedHashes'),
        errors: common,
      }),
    },
    '/check/{algorithm}': {
      post: operation('Check one hash, as the Dutch check service does', {
        body: { 'text/plain': { schema: { type: 'string' } } },
        answer: { type: 'boolean' },
        errors: common,
        path: { name: 'algorithm', in: 'path', required: true, schema: { enum: ['md5', 'sha1'] } },
      }),
    },
  };
}
