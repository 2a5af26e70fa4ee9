/** Who works here: inviting, inviting again, disabling. */
import { mayManage, ROLES, worksOnCases, type Role, type StaffMember } from '../../staff/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { mayUse } from '../access.ts';
import { formatsOf } from '../format.ts';
import { OnceMore, PasswordAgain } from './once-more.tsx';
import { RadioQuestion } from './question.tsx';
import { Flash, Form, Moment, Page, type PageContext } from './shell.tsx';

interface StaffProps {
  readonly page: PageContext;
  readonly people: readonly StaffMember[];
  /** Of whoever looks. */
  readonly by: Role;
  readonly me: StaffId;
  readonly waiting: readonly { readonly role: Role; readonly expiresAt: Date; readonly renews: StaffId | undefined }[];
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
}

/** Everybody in a table, the invitations that wait, and a form for a new one. */
export function StaffPage(props: StaffProps) {
  const { page, people, word, by, me } = props;
  const { staff } = page.texts;
  const supervisors = people.filter((person) => person.role === 'supervisor' && person.disabledAt === undefined);
  return (
    <Page page={page} title={staff.title} at="GET /staff">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <div class="heading">
        <h1>{staff.title}</h1>
        {mayUse('GET /wellbeing', by) && <a href="/wellbeing">{page.texts.desk.wellbeing.title}</a>}
      </div>
      {supervisors.length === 1 && <p class="warning">{staff.alone}</p>}
      <div class="columns">
        <div>
          <table>
            <caption>{staff.caption(people.length)}</caption>
            <thead>
              <tr>
                <th scope="col">{staff.name}</th>
                <th scope="col">{staff.login}</th>
                <th scope="col">{staff.role}</th>
                <th scope="col">{staff.since}</th>
                <th scope="col">{staff.state}</th>
                <th scope="col">
                  <span class="unseen">{staff.disable}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <Row
                  key={person.id}
                  by={by}
                  me={me}
                  page={page}
                  person={person}
                  isLast={supervisors.length === 1 && supervisors[0]?.id === person.id}
                />
              ))}
            </tbody>
          </table>
        </div>
        <aside>
          <Invite page={page} by={by} />
          <Waiting {...props} />
        </aside>
      </div>
    </Page>
  );
}

interface RowProps extends Pick<StaffProps, 'page' | 'by' | 'me'> {
  readonly person: StaffMember;
  readonly isLast: boolean;
}

/** One's own sessions are ended on the page of them. */
function Row({ page, person, isLast, by, me }: RowProps) {
  const { staff, roles } = page.texts;
  const formats = formatsOf(page.language);
  return (
    <tr class={person.disabledAt === undefined ? undefined : 'past'}>
      <th scope="row">{person.name}</th>
      <td data-label={staff.login}>{person.login}</td>
      <td data-label={staff.role}>{roles[person.role]}</td>
      <td data-label={staff.since}>
        <Moment at={person.createdAt} text={formats.day(person.createdAt)} />
      </td>
      <td data-label={staff.state}>
        {person.disabledAt === undefined ? staff.active : staff.disabled(formats.day(person.disabledAt))}
      </td>
      <td class="act">
        {mayManage(by, person.role) && (
          <div class="buttons">
            <OnceMore
              page={page}
              id={`password-${person.id}`}
              action={`/staff/${person.id}/invite-again`}
              act={staff.again}
              fullAct={staff.againPerson(person.name)}
            />
            {person.disabledAt === undefined && !isLast && (
              <OnceMore
                page={page}
                id={`password-disable-${person.id}`}
                action={`/staff/${person.id}/disable`}
                act={staff.disable}
                fullAct={staff.disablePerson(person.name)}
                isDanger
              />
            )}
            {person.disabledAt === undefined && person.id !== me && (
              <Form page={page} action={`/staff/${person.id}/end-sessions`}>
                <button type="submit" class="quiet" aria-label={staff.endSessionsOf(person.name)}>
                  {staff.endSessions}
                </button>
              </Form>
            )}
          </div>
        )}
      </td>
    </tr>
  );
}

function Invite({ page, by }: { page: PageContext; by: Role }) {
  const { staff, roles } = page.texts;
  return (
    <section aria-labelledby="invite">
      <h2 id="invite">{staff.invite}</h2>
      <p class="help">{staff.inviteHelp}</p>
      <p class="help">{staff.inviteHelpPolice}</p>
      <Form page={page} action="/staff/invite" class="questions stacked">
        <RadioQuestion
          question={{
            code: 'role',
            text: { en: staff.inviteRole, sv: staff.inviteRole },
            options: ROLES.filter((code) => mayManage(by, code)).map((code) => ({
              code,
              text: { en: `${roles[code]}: ${staff.does[code]}`, sv: `${roles[code]}: ${staff.does[code]}` },
            })),
          }}
          language={page.language}
          answer={mayManage(by, 'analyst') ? 'analyst' : 'auditor'}
          problem={undefined}
        />
        <PasswordAgain page={page} />
        <button type="submit">{staff.inviteSubmit}</button>
      </Form>
    </section>
  );
}

function Waiting({ page, people, waiting }: StaffProps) {
  const { staff, roles } = page.texts;
  if (waiting.length === 0) return null;
  const formats = formatsOf(page.language);
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{staff.waiting}</h2>
      <ul>
        {waiting.map(({ role, expiresAt, renews }, index) => {
          const until = formats.moment(expiresAt);
          const name = people.find((person) => person.id === renews)?.name;
          return (
            <li key={index}>
              {name === undefined ? staff.waitingRow(roles[role], until) : staff.waitingRenewal(name, until)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface LinkProps {
  readonly page: PageContext;
  readonly link: string;
  readonly lead: string;
  readonly until: Date;
  readonly role: Role;
}

/** A fresh invitation's link: shown once, because only its digest is kept. */
export function InvitationPage({ page, link, lead, until, role }: LinkProps) {
  const { staff } = page.texts;
  return (
    <Page page={page} title={staff.linkTitle} at="GET /staff" isNarrow>
      <h1>{staff.linkTitle}</h1>
      <p>{lead}</p>
      <p class="whole-address">
        <code class="address">{link}</code>
      </p>
      <p>{staff.linkUntil(formatsOf(page.language).moment(until))}</p>
      <p class="help">{worksOnCases(role) ? staff.inviteHelp : staff.inviteHelpPolice}</p>
      <p>
        <a href="/staff">{staff.back}</a>
      </p>
    </Page>
  );
}
