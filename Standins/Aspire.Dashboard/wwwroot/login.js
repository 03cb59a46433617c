const form = document.getElementById('login');
const token = document.getElementById('token');
const problem = document.getElementById('problem');

// Only a path of this site, never another one's address.
function target() {
  const path = new URLSearchParams(location.search).get('returnUrl') ?? '/';
  return /^\/(?![/\\])/.test(path) ? path : '/';
}

// The whole line from the console is as good as the token in it.
const tokenOf = text => text.match(/[?&]t=([^&\s]+)/)?.[1] ?? text.trim();

form.addEventListener('submit', async event => {
  event.preventDefault();
  problem.textContent = '';
  try {
    const answer = await fetch('/api/login', { method: 'POST', body: tokenOf(token.value), headers: { 'x-dashboard-request': '1' } });
    if (answer.ok) {
      location.replace(target());
      return;
    }
    problem.textContent = 'This is not the token of the app host that runs now.';
  } catch {
    problem.textContent = 'The app host does not answer. Does it still run?';
  }
  token.select();
});
