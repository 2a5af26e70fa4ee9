import type { StaffRoute } from '../access.ts';
import type { PageContext } from './shell.tsx';

const TABS = [
  ['GET /notices', 'waiting'],
  ['GET /providers', 'providers'],
  ['GET /figures/takedowns', 'times'],
  ['GET /templates', 'letters'],
] as const satisfies readonly (readonly [StaffRoute, string])[];

/** The pages about notices, side by side. */
export function NoticeTabs({ page, at }: { readonly page: PageContext; readonly at: StaffRoute }) {
  const { tabs } = page.texts.notices;
  return (
    <div class="bar">
      <nav class="lanes" aria-label={tabs.label}>
        <ul>
          {TABS.map(([route, word]) => (
            <li key={route}>
              <a href={route.slice('GET '.length)} aria-current={route === at ? 'page' : undefined}>
                {tabs[word]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}
