/** The catcher's small web server: reads only what it is given, answers on loopback only. */
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import type { CaughtAttachment, CaughtMail, MailContent } from './caught-mail.ts';
import { MailListPage, MailPage, OpenedMailPage, STYLESHEET, TroublePage } from './mail-pages.tsx';
import { findEncryptedPart, openAsPolice } from './open-as-police.ts';

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const number = z.coerce.number().int().min(0);
const mailParams = z.object({ id: number });
const partParams = z.object({ id: number, part: number });

function sendPage(reply: FastifyReply, page: VNode, status = 200): FastifyReply {
  return reply
    .status(status)
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>${renderToString(page)}`);
}

function sendMissing(reply: FastifyReply): FastifyReply {
  const sentence = 'It may have been dropped to make room for newer ones: the catcher keeps a bounded number.';
  return sendPage(reply, TroublePage({ title: 'No such mail or part', sentence }), 404);
}

/** A part is only ever downloaded: never shown by the browser under its own type. */
function sendPart(reply: FastifyReply, part: CaughtAttachment | undefined): FastifyReply {
  if (part === undefined) return sendMissing(reply);
  // RFC 6266, 4.3: `filename*` carries any name; the extended notation is of RFC 8187.
  const name = encodeURIComponent(part.filename).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
  return reply
    .type('application/octet-stream')
    .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
    .send(part.content);
}

export interface MailSiteOptions {
  readonly mails: () => readonly CaughtMail[];
  /** Armoured and without a passphrase; without it encrypted mails stay closed. */
  readonly policePrivateKey: string | undefined;
}

/** The pages, not yet listening. */
export function openMailSite(options: MailSiteOptions): FastifyInstance {
  const http = Fastify({ logger: false, forceCloseConnections: true });
  const isEncrypted = (mail: CaughtMail) => findEncryptedPart(mail) !== undefined;
  const mailOf = (params: unknown) => {
    const id = mailParams.safeParse(params).data?.id;
    return options.mails().find((mail) => mail.id === id);
  };
  const openedOf = async (mail: CaughtMail | undefined): Promise<MailContent | undefined> => {
    if (mail === undefined || options.policePrivateKey === undefined) return undefined;
    return openAsPolice(mail, options.policePrivateKey).catch(() => undefined);
  };

  http.addHook('onRequest', (_request, reply, done) => {
    reply.headers(HEADERS);
    done();
  });
  http.setNotFoundHandler((_request, reply) => sendMissing(reply));
  http.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLESHEET));
  http.get('/', (_request, reply) => sendPage(reply, MailListPage({ mails: options.mails(), isEncrypted })));
  http.get('/mail/:id', (request, reply) => {
    const mail = mailOf(request.params);
    if (mail === undefined) return sendMissing(reply);
    const canOpen = options.policePrivateKey !== undefined;
    return sendPage(reply, MailPage({ mail, encrypted: isEncrypted(mail), canOpen }));
  });
  http.get('/mail/:id/raw', (request, reply) => {
    const mail = mailOf(request.params);
    if (mail === undefined) return sendMissing(reply);
    return reply.type('text/plain; charset=utf-8').send(Buffer.from(mail.raw, 'latin1'));
  });
  http.get('/mail/:id/part/:part/download', (request, reply) =>
    sendPart(reply, mailOf(request.params)?.attachments[partParams.safeParse(request.params).data?.part ?? -1]),
  );
  http.get('/mail/:id/police', async (request, reply) => {
    const mail = mailOf(request.params);
    if (mail === undefined) return sendMissing(reply);
    const opened = await openedOf(mail);
    if (opened !== undefined) return sendPage(reply, OpenedMailPage({ mail, opened }));
    const sentence = 'It is not encrypted to the demo police key, or the catcher was started without that key.';
    return sendPage(reply, TroublePage({ title: 'This mail cannot be opened', sentence }), 409);
  });
  http.get('/mail/:id/police/part/:part/download', async (request, reply) => {
    const opened = await openedOf(mailOf(request.params));
    return sendPart(reply, opened?.attachments[partParams.safeParse(request.params).data?.part ?? -1]);
  });
  return http;
}
