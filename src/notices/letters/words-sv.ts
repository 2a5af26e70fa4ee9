import type { LetterWords } from './paragraphs.ts';

/** The letter's texts in Swedish, as Fyr ships them. The subject is in both languages: whoever sorts the mail may read only one. */
export const wordsSv: LetterWords = {
  subject: 'Ta bort olagligt material: sexuella övergrepp mot barn / Please remove illegal material',
  'mark-urgent': 'Brådskande / Urgent',
  'mark-reminder': 'Påminnelse / Reminder',
  greeting: 'Till abuse-funktionen hos {provider}',
  'who-we-are':
    '{hotline} är en hotline ({country}) som skyddar barn mot sexuell exploatering. Den här anmälan kommer från hotlinen själv.',
  urgent: 'Det här är brådskande: ta hand om det före allt annat, oavsett tid på dygnet.',
  several:
    'Det här brevet gäller {count} adresser. Var och en har ett nummer, en egen referens och, där en fil är bifogad, en egen rapport.',
  'why-owner': 'Materialet som anges nedan finns på en webbplats som är er, så långt vi kan se.',
  'why-hosting': 'Materialet som anges nedan finns hos er, så långt vi kan se.',
  'why-proxy': 'Materialet som anges nedan nås genom ert nät; värden bakom är inte synlig för oss.',
  'why-upstream':
    'Materialet som anges nedan finns i ett nät som ni ansluter, så långt vi kan se: värden är er kund, eller er kunds kund.',
  'why-registrar': 'Materialet som anges nedan finns på en domän som är registrerad genom er, så långt vi kan se.',
  'reason-baseline-analyst':
    'Varför det är olagligt: en utbildad analytiker har bedömt det och funnit att materialet visar sexuella övergrepp mot ett barn. Det uppfyller Interpols baseline-kriterier och är olagligt i stort sett överallt, även i {country}.',
  'reason-baseline-hash':
    'Varför det är olagligt: materialet är en exakt träff i en lista över känt material, förd av ett behörigt organ, och visar sexuella övergrepp mot ett barn. Det uppfyller Interpols baseline-kriterier och är olagligt i stort sett överallt, även i {country}.',
  'reason-national-analyst':
    'Varför det är olagligt: en utbildad analytiker har bedömt det och funnit att materialet skildrar ett barn på ett sexuellt sätt, vilket är olagligt enligt lagen i {country}.',
  'reason-national-hash':
    'Varför det är olagligt: materialet är en exakt träff i en lista över känt material, förd av ett behörigt organ, och skildrar ett barn på ett sexuellt sätt, vilket är olagligt enligt lagen i {country}.',
  reminder: 'Påminnelse: vi berättade om detta för er den {date}, och det går fortfarande att nå.',
  'nearer-told': 'De som är närmare materialet har känt till det sedan den {date}, och det går fortfarande att nå.',
  'ask-owner': 'Vi ber er att utan dröjsmål ta bort materialet eller göra det oåtkomligt.',
  'ask-hosting': 'Vi ber er att utan dröjsmål ta bort materialet eller göra det oåtkomligt.',
  'ask-proxy':
    'Vi ber er att sluta leverera materialet, att utan dröjsmål skicka den här anmälan vidare till värden och att tala om för oss vem värden är.',
  'ask-upstream':
    'Vi ber er att se till att er kund utan dröjsmål tar bort materialet, eller att själva göra det oåtkomligt.',
  'ask-registrar':
    'Vi ber er att se till att domänens innehavare utan dröjsmål tar bort materialet och, om det inte sker, att ingripa mot domänen enligt era villkor.',
  ladder:
    'Så länge materialet går att nå fortsätter vi: vi påminner er, och vi berättar i tur och ordning för dem som står bakom det: värden, nätet som ansluter värden och domänens registrar.',
  warning:
    'Öppna, kopiera eller skicka inte vidare det som finns på adressen mer än vad borttagningen kräver: i många länder är det ett brott.',
  preserve:
    'Bevara materialet och tillhörande uppgifter (uppladdnings-, konto- och åtkomstloggar) avskilt och säkert som bevis för polisen, så länge er lag kräver eller tillåter.',
  dsa16:
    'Det här är en anmälan enligt artikel 16 i förordning (EU) 2022/2065 (förordningen om digitala tjänster). Skälen och den exakta adressen står ovan. Vi är i god tro övertygade om att uppgifterna och påståendena i den är korrekta och fullständiga. Bekräfta att ni har tagit emot den och meddela oss ert beslut (artikel 16.4 och 16.5).',
  page: 'På den här sidan kan ni berätta att det är borttaget eller på väg att tas bort, att ni behöver mer eller att det inte är ert, eller säga varför ni är av en annan mening. Det behövs inget konto:\n{page}',
  answer:
    'När det är gjort, om det inte är ert eller om ni är av en annan mening kan ni också svara på det här meddelandet eller skriva till {email} med vår referens. En bifogad fil, där en sådan finns, säger detsamma för maskiner (XARF v4).',
};
