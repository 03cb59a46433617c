// Loaded before anything is drawn, so that a page does not flash in the other theme.
(() => {
  const key = 'dashboard.theme';
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const chosen = localStorage.getItem(key) ?? 'system';
    document.documentElement.dataset.theme = chosen === 'system' ? (system.matches ? 'dark' : 'light') : chosen;
  };
  apply();
  system.addEventListener('change', apply);
  window.dashboardTheme = {
    get chosen() { return localStorage.getItem(key) ?? 'system'; },
    choose(theme) { localStorage.setItem(key, theme); apply(); },
  };
})();
