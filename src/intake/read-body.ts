import { readField } from '../site/read-field.ts';
import type { TextField, TipFormValues } from './tip-form.ts';

/** The values of a tip's form, whatever was sent. */
export function readTipForm(body: unknown): TipFormValues {
  const text = (name: TextField) => readField(body, name);
  return {
    addresses: text('addresses'),
    pageReachedFrom: text('pageReachedFrom'),
    accessNeeded: text('accessNeeded'),
    seenWhen: text('seenWhen'),
    narrative: text('narrative'),
    travelCountry: text('travelCountry'),
    place: text('place'),
    hotel: text('hotel'),
    dates: text('dates'),
    suspect: text('suspect'),
    whySuspicious: text('whySuspicious'),
    name: text('name'),
    email: text('email'),
    phone: text('phone'),
    isUrgent: readField(body, 'isUrgent') !== '',
    wantsAnswer: readField(body, 'wantsAnswer') !== '',
  };
}
