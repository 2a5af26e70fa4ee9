export type { Act, Actor, ActPayload } from './act.ts';
export { recordAct } from './record-act.ts';
