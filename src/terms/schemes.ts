/**
 * Schemes derived from an analyst's raw answers (DOMAIN.md, "Schemes for assessment"). Raw answers are kept; each scheme is
 * a mapping that a test walks value by value.
 */
import type { ItemAnswers } from './answers.ts';
import { outcomeOf } from './answers.ts';
import { isIllegal } from './outcomes.ts';

type YesNoUnknown = 'yes' | 'no' | 'unknown' | undefined;

/** ICCAM v3's assessment of one content. Numbers as its catalogues define them. */
export interface IccamAssessment {
  /** 1 Baseline, 2 National, 4 Ignore. */
  readonly classification: 1 | 2 | 4;
  /** 1 not categorised, 2 infant, 3 pre-pubescent, 4 pubescent (inferred order: DOMAIN.md gives 1 to 4 and the meaning of 1). */
  readonly ageCategorization: 1 | 2 | 3 | 4;
  /** 1 not determined, 2 female, 3 male, 4 both. */
  readonly genderCategorization: 1 | 2 | 3 | 4;
  /** 1 not categorised, 2 yes, 3 no; so for the next two. */
  readonly virtualContentCategorization: 1 | 2 | 3;
  readonly userGeneratedContentCategorization: 1 | 2 | 3;
  readonly childModelingCategorization: 1 | 2 | 3;
}

/** Answers to ICCAM's numbers. An item that is not illegal is `Ignore`. */
export function toIccamAssessment(answers: ItemAnswers): IccamAssessment {
  const outcome = outcomeOf(answers);
  return {
    classification: outcome === 'illegal-baseline' ? 1 : outcome === 'illegal-national' ? 2 : 4,
    ageCategorization: iccamAge(answers.age),
    genderCategorization: iccamGender(answers.gender),
    virtualContentCategorization: iccamYesNo(answers.virtual),
    userGeneratedContentCategorization: iccamYesNo(answers['self-generated']),
    childModelingCategorization: iccamYesNo(answers.modelling),
  };
}

/** ICCAM's page commerciality: 1 not determined, 2 yes, 3 no. */
export const toIccamCommerciality = (commercial: YesNoUnknown): 1 | 2 | 3 => iccamYesNo(commercial);

function iccamYesNo(answer: YesNoUnknown): 1 | 2 | 3 {
  return answer === 'yes' ? 2 : answer === 'no' ? 3 : 1;
}

function iccamAge(age: ItemAnswers['age']): 1 | 2 | 3 | 4 {
  switch (age) {
    case '0-2':
      return 2;
    case '3-6':
    case '7-10':
    case '11-13':
      return 3;
    case '14-15':
    case '16-17':
      return 4;
    case 'unknown':
    case undefined:
      return 1;
  }
}

function iccamGender(gender: ItemAnswers['gender']): 1 | 2 | 3 | 4 {
  switch (gender) {
    case 'female':
      return 2;
    case 'male':
      return 3;
    case 'both':
      return 4;
    case 'unknown':
    case undefined:
      return 1;
  }
}

/** The classes that NCMEC's reports and hash lists share with XARF. */
type IndustryClass = 'A1' | 'A2' | 'B1' | 'B2';

/**
 * The half is the apparent age (A before puberty, here up to the band 11-13; B after it), the rank the content: 1 for any sexual act, which are
 * IWF's A and B, and 2 for what IWF's C holds (docs/decisions/industry-classes.md).
 */
function industryClass(isYoung: boolean, severity: NonNullable<ItemAnswers['severity']>): IndustryClass {
  if (isYoung) return severity === 'C' ? 'A2' : 'A1';
  return severity === 'C' ? 'B2' : 'B1';
}

const isYoungAge = (age: ItemAnswers['age']): boolean =>
  age === '0-2' || age === '3-6' || age === '7-10' || age === '11-13';

/**
 * XARF's classification: `baseline`, or for what is illegal here alone the class of {@link industryClass}. A report without one is not valid XARF, so
 * that an age nobody could tell counts as the older half, which claims less; undefined where the content was not classified.
 */
export function toXarfClassification(answers: ItemAnswers): 'baseline' | IndustryClass | undefined {
  const outcome = outcomeOf(answers);
  if (outcome === 'illegal-baseline') return 'baseline';
  if (outcome !== 'illegal-national' || answers.severity === undefined) return undefined;
  return industryClass(isYoungAge(answers.age), answers.severity);
}

/**
 * The classification of NCMEC's reports and hash lists, of what is illegal. It may be left out there: undefined while age or content is not
 * known.
 */
export function toIndustryClassification(answers: ItemAnswers): IndustryClass | undefined {
  const { age, severity } = answers;
  if (!isIllegal(outcomeOf(answers))) return undefined;
  if (age === undefined || age === 'unknown' || severity === undefined) return undefined;
  return industryClass(isYoungAge(age), severity);
}

/** IWF's category (A, B, C by the gravest content) and age band, as far as they were answered. */
export function toIwf(answers: ItemAnswers): {
  readonly category: 'A' | 'B' | 'C' | undefined;
  readonly ageBand: string | undefined;
} {
  return { category: answers.severity, ageBand: answers.age === 'unknown' ? undefined : answers.age };
}
