/** A person's own passkeys, on the page of their sessions. */
import { addPasskey, removePasskey, turnCodes } from '../../staff/door.ts';
import { passkeyIn } from '../passkey-offer.ts';
import type { Answer, Screens } from '../screens.ts';

const back = (how: 'done' | 'not', code: string): Answer => ({ goTo: `/sessions?${how}=${code}` });

/** Adding, removing, and leaving codes behind. */
export function addPasskeys(screens: Screens): void {
  screens.staff('POST /passkeys', async (visit): Promise<Answer> => {
    const { deps, session, form, now } = visit;
    const answer = passkeyIn(visit);
    if (answer === undefined) return back('not', 'passkey-no-good');
    const given = { answer, name: form.get('name'), password: form.get('password') };
    const result = await addPasskey(deps, session, given, now);
    return back(result === 'passkey-added' ? 'done' : 'not', result);
  });

  screens.staff('POST /passkeys/:passkeyId/remove', async ({ deps, session, params, form, now }) => {
    const credentialId = Buffer.from(params.get('passkeyId') ?? '', 'base64url');
    const result = await removePasskey(deps, session, { credentialId, password: form.get('password') }, now);
    return back(result === 'passkey-removed' ? 'done' : 'not', result);
  });

  screens.staff('POST /passkeys/codes', async ({ deps, session, form, now }) => {
    const to = form.get('codes') === 'off' ? 'off' : 'on';
    const result = await turnCodes(deps, session, { to, password: form.get('password') }, now);
    return back(result === 'codes-turned' ? 'done' : 'not', result);
  });
}
