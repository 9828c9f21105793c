import { useEffect, useMemo, useState } from 'preact/hooks';
import { ApiClient, ApiError } from './api-client.js';
import { JobList } from './job-list.js';
import { JobView } from './job-view.js';
import { SignIn } from './sign-in.js';
import { TopBar } from './top-bar.js';
import { useLiveJobs } from './use-live-jobs.js';
import { useSelectedJob } from './use-selected-job.js';
import { useTheme } from './use-theme.js';

const TOKEN_KEY = 'vision-token';

/** The whole page. */
export function App() {
  const [token, setToken] = useState(tokenOfPage);
  const signIn = (given: string): void => {
    sessionStorage.setItem(TOKEN_KEY, given);
    setToken(given);
  };
  const signOut = (): void => {
    sessionStorage.removeItem(TOKEN_KEY);
    setToken('');
  };
  return token === '' ? <SignIn onToken={signIn} /> : <Dashboard key={token} token={token} onRefused={signOut} />;
}

function Dashboard({ token, onRefused }: { token: string; onRefused: () => void }) {
  const [theme, toggleTheme] = useTheme();
  const api = useMemo(() => new ApiClient(token), [token]);
  const live = useLiveJobs(api);
  const [selectedId, select] = useSelectedJob();
  const { jobs, failure, feedState } = live;
  const isRefused = failure instanceof ApiError && failure.status === 401;
  useEffect(() => {
    if (isRefused) onRefused();
  }, [isRefused, onRefused]);
  const selected = jobs?.find(({ id }) => id === selectedId) ?? jobs?.[0];

  return (
    <div class="page">
      <TopBar feedState={feedState} theme={theme} onToggleTheme={toggleTheme} />
      <JobList jobs={jobs} selectedId={selected?.id} onSelect={select} />
      <main class="main" id="main">
        {failure !== undefined && jobs === undefined ? (
          <p class="notice notice-error" role="alert">
            The jobs could not be loaded: {failure instanceof Error ? failure.message : String(failure)}
          </p>
        ) : selected === undefined ? (
          <EmptyView isLoading={jobs === undefined} />
        ) : (
          <JobView key={selected.id} job={selected} api={api} live={live} theme={theme} />
        )}
      </main>
    </div>
  );
}

function EmptyView({ isLoading }: { isLoading: boolean }) {
  if (isLoading) return <p class="notice">Loading…</p>;
  return (
    <div class="empty">
      <h2>No training jobs yet</h2>
      <p>
        Create one with <code>POST /api/v1/training/jobs</code>; it appears here at once. The API is described at{' '}
        <a href="/openapi.json">/openapi.json</a>.
      </p>
    </div>
  );
}

function tokenOfPage(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="access-token"]');
  return meta?.content || sessionStorage.getItem(TOKEN_KEY) || '';
}
