import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { TopBand } from '../components/top-band.tsx';
import classes from './login-page.module.css';
import { useTitle } from './use-title.ts';

export function LoginPage(props: {
  onLogin: (credentials: { username: string; password: string }) => Promise<void>;
}) {
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useTitle('Sign in – Cartridge cluster');

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(null);
    props
      .onLogin({ username: String(fields.get('username')), password: String(fields.get('password')) })
      .catch(error => setFailure(error instanceof Error ? error.message : String(error)))
      .finally(() => setBusy(false));
  };

  return (
    <>
      <TopBand self={null} user={null} live={false} onLogout={() => {}} />
      <main className={classes.page}>
        <form className={classes.form} onSubmit={submit}>
          <h2 className={classes.title}>Sign in</h2>
          <TextInput name="username" label="Name" autoComplete="username" required />
          <PasswordInput name="password" label="Password" autoComplete="current-password" required />
          <p role="alert" className={classes.failure}>
            {failure}
          </p>
          <Button type="submit" loading={busy}>
            Sign in
          </Button>
          <p className={classes.hint}>The built-in user is admin; its password is the cluster cookie.</p>
        </form>
      </main>
    </>
  );
}
