/** The webhooks room's only entrance: what happens in the house, told to the hotline's own systems without content. */
export { deliverDue, startWebhooks, type WebhookDeps } from './deliver-webhooks.ts';
export { registerWebhookApi } from './http.ts';
export {
  addEndpoint,
  newEndpointSchema,
  removeEndpoint,
  replay,
  rotateSecret,
  sendTest,
  setEndpoint,
  type NewEndpoint,
  type WebhookAct,
} from './manage-webhooks.ts';
export { tellWebhooks } from './tell-webhooks.ts';
export { KEPT_MS, WEBHOOK_KINDS, type EndpointState, type WebhookKind } from './webhook.ts';
export { countDeliveries, readEndpoints, type Endpoint } from './webhook-store.ts';
