import type { FeedState } from './live-feed.js';
import type { Theme } from './use-theme.js';

const feedLabels: Readonly<Record<FeedState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  lost: 'Connection lost, trying again…',
};

/** Name, state of the connection, theme. */
export function TopBar(props: { feedState: FeedState; theme: Theme; onToggleTheme: () => void }) {
  const { feedState, theme, onToggleTheme } = props;
  const other = theme === 'light' ? 'dark' : 'light';
  return (
    <header class="top-bar">
      <a class="skip-link" href="#main">
        Skip to the job
      </a>
      <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="var(--accent)" />
        <path d="M7 9c4 12 8 14 18 14" fill="none" stroke="white" stroke-width="3" stroke-linecap="round" />
      </svg>
      <h1 class="brand">Vision training</h1>
      <span class={`feed feed-${feedState}`} role="status">
        {feedLabels[feedState]}
      </span>
      <button type="button" class="button button-quiet" onClick={onToggleTheme} aria-label={`Use the ${other} theme`}>
        {theme === 'light' ? '☾ Dark' : '☀ Light'}
      </button>
    </header>
  );
}
