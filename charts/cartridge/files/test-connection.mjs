// Asks a role's Service what state the instance behind it is in. Run by `helm test` as `node -e`.
const url = process.argv[1];
const response = await ask();
const answer = await response.json();
const reason = answer.errors?.[0]?.message;
if (reason === 'Unauthorized') {
  console.log(`${url} answers, and asks for a password`);
} else if (reason) {
  throw new Error(`${url} answered: ${reason}`);
} else {
  const { alias, state, error } = answer.data.cluster.self;
  if (state !== 'RolesConfigured') throw new Error(`${alias} is ${state}: ${error ?? 'not configured yet'}`);
  console.log(`${alias} is ${state}`);
}

// The node may need seconds to learn where a new Service leads: only an answer counts, or none for 20 seconds.
async function ask() {
  for (const deadline = Date.now() + 20_000; ; ) {
    try {
      return await fetch(`${url}/admin/api`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ cluster { self { alias state error } } }' }),
        signal: AbortSignal.timeout(10_000),
      });
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise(resolve => setTimeout(resolve, 500));
    }
  }
}
