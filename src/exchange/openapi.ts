/** The exchange described for machines: OpenAPI 3.1, made from the very schemas that parse. */
import { z } from 'zod';
import {
  caseAnswerSchema,
  entriesPageSchema,
  errorSchema,
  handedCaseSchema,
  helloSchema,
  statesPageSchema,
} from './wire.ts';

type Json = { readonly [key: string]: unknown };

const SCHEMAS = {
  Hello: helloSchema,
  EntriesPage: entriesPageSchema,
  StatesPage: statesPageSchema,
  HandedCase: handedCaseSchema,
  CaseAnswer: caseAnswerSchema,
  Error: errorSchema,
} as const;

const refTo = (name: keyof typeof SCHEMAS): Json => ({ $ref: `#/components/schemas/${name}` });
const json = (name: keyof typeof SCHEMAS): Json => ({ 'application/json': { schema: refTo(name) } });
const error = (description: string): Json => ({ description, content: json('Error') });

const SIGNED =
  'Signed by RFC 9421 with Ed25519 (tag `fyr-exchange-1`) over `@method`, `@authority`, `@path`, `@query`, `content-digest` and `content-type`, ' +
  'with `created`, `expires`, `nonce` and `keyid`. The answer is signed with the same nonce (tag `fyr-exchange-answer-1`).';

const AFTER: Json = {
  ...{ name: 'after', in: 'query', description: 'The `next` of the last page; 0 at first' },
  schema: { type: 'integer', minimum: 0, default: 0 },
};

function operation(summary: string, answers: keyof typeof SCHEMAS, more: Json = {}): Json {
  return {
    ...{ summary, description: SIGNED, ...more },
    responses: {
      200: { description: 'The answer', content: json(answers) },
      400: error('Not understood'),
      401: error('The signature is not taken; `code` says why'),
      403: error('The exchange with this peer is off'),
      ...(answers === 'CaseAnswer' ? { 409: error('The case is not taken, for good') } : {}),
    },
  };
}

/** The document. */
export function describeExchange(): Json {
  const sealed = { 'application/octet-stream': { schema: { type: 'string', contentMediaType: 'application/age' } } };
  const requestBody = { required: true, content: sealed };
  const summary = 'Hands over a case: the JSON of HandedCase, sealed with age to this hotline’s X25519 key';
  const schemas = Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => {
      const { $schema: _schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
      return [name, rest];
    }),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'Fyr: exchange between hotlines',
      version: '1',
      description: 'docs/partners/exchange.md says more.',
    },
    paths: {
      '/exchange/v1/hello': { get: operation('Who answers here', 'Hello') },
      '/exchange/v1/entries': {
        get: operation(
          'Hashes that this hotline has confirmed, and what it withdrew, in the order of changes',
          'EntriesPage',
          {
            parameters: [AFTER],
          },
        ),
      },
      '/exchange/v1/states': {
        get: operation('What became of the cases that the asker handed over, in the order of changes', 'StatesPage', {
          parameters: [AFTER],
        }),
      },
      '/exchange/v1/cases': { post: operation(summary, 'CaseAnswer', { requestBody }) },
    },
    components: { schemas },
  };
}
