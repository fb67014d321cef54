import { SettingsOfAll } from '#app/settings.ts';
import { endpoint } from '../endpoint.ts';

export const settingsGet = endpoint({
  method: 'GET',
  path: '/api/settings',
  summary: 'What is set for the whole data directory: imports side by side, room, how long unfinished uploads are kept',
  reply: SettingsOfAll,
  handler: ({ app }) => app.settings.get(),
});

export const settingsPut = endpoint({
  method: 'POST',
  path: '/api/settings',
  summary: 'Set them; what is left out gets its default',
  body: SettingsOfAll,
  reply: SettingsOfAll,
  handler: ({ app, body }) => {
    const settings = app.settings.put(body);
    app.jobs.limitChanged();
    return settings;
  },
});
