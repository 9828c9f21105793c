import { useState } from 'preact/hooks';

/** Asks for a bearer token, where the backend does not give the page one. */
export function SignIn({ onToken }: { onToken: (token: string) => void }) {
  const [token, setToken] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    if (token.trim() !== '') onToken(token.trim());
  };
  return (
    <form class="sign-in" onSubmit={submit}>
      <h1>Vision training</h1>
      <label for="token">Access token</label>
      <input
        id="token"
        type="password"
        autocomplete="off"
        value={token}
        onInput={({ currentTarget }) => setToken(currentTarget.value)}
      />
      <p class="hint">A JSON web token signed for this backend. It stays in this tab.</p>
      <button type="submit" class="button button-primary">
        Open the dashboard
      </button>
    </form>
  );
}
