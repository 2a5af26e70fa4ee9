/** What is known of a case that another was joined to. Pure. */
import type { CaseAnswers } from '../terms/answers.ts';

const join = (one: 'yes' | 'no' | undefined, other: 'yes' | 'no' | undefined): 'yes' | 'no' | undefined => {
  if (one === 'yes' || other === 'yes') return 'yes';
  return one === 'no' && other === 'no' ? 'no' : undefined;
};

/**
 * A yes about either stays a yes. A no holds for the whole only if it was said of both: what nobody was asked about one of them is
 * asked again. What the case comes to stands where both came to the same.
 */
export function joinedAnswers(one: CaseAnswers, other: CaseAnswers): CaseAnswers {
  const answers = {
    danger: join(one.danger, other.danger),
    identifiable: join(one.identifiable, other.identifiable),
    home: join(one.home, other.home),
    outcome: one.outcome === other.outcome ? one.outcome : undefined,
  };
  return {
    ...(answers.danger === undefined ? {} : { danger: answers.danger }),
    ...(answers.identifiable === undefined ? {} : { identifiable: answers.identifiable }),
    ...(answers.home === undefined ? {} : { home: answers.home }),
    ...(answers.outcome === undefined ? {} : { outcome: answers.outcome }),
  };
}
