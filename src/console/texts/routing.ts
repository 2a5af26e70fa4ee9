/** Words of the routing table's pages. */
import type { Language } from '../../terms/categories.ts';
import { en, type RoutingTexts } from './routing-en.ts';
import { sv } from './routing-sv.ts';

export type { RoutingTexts } from './routing-en.ts';

const CATALOGUE: Readonly<Record<Language, RoutingTexts>> = { en, sv };

/** The words in one language. */
export const routingTexts = (language: Language): RoutingTexts => CATALOGUE[language];
