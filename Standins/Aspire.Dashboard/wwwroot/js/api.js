/** Thrown when the dashboard answers with an error. */
export class ApiError extends Error {
  constructor(status) {
    super(`The dashboard answered ${status}.`);
    this.status = status;
  }
}

async function request(path, options) {
  const answer = await fetch(path, { ...options, headers: { 'x-dashboard-request': '1' } });
  if (answer.status === 401) {
    location.assign(`/login?returnUrl=${encodeURIComponent(location.pathname + location.search)}`);
    throw new ApiError(401);
  }
  if (!answer.ok) throw new ApiError(answer.status);
  return answer.status === 204 || !answer.headers.get('content-type') ? null : answer.json();
}

export const get = path => request(path);

export const post = (path, body) => request(path, { method: 'POST', body });

export const remove = path => request(path, { method: 'DELETE' });

/** A query string of what has a value. */
export function query(values) {
  const set = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value !== undefined && value !== null && value !== '') set.set(key, value);
  const text = set.toString();
  return text ? `?${text}` : '';
}
