importScripts('/node_modules/dayjs/dayjs.min.js', '/node_modules/dayjs/plugin/utc.js',
  '/node_modules/dayjs/plugin/duration.js', '/node_modules/dayjs/plugin/relativeTime.js',
  '/node_modules/dayjs/plugin/customParseFormat.js', '/node_modules/dayjs/locale/de.js');

dayjs.extend(dayjs_plugin_utc);
dayjs.extend(dayjs_plugin_duration);
dayjs.extend(dayjs_plugin_relativeTime);
dayjs.extend(dayjs_plugin_customParseFormat);
dayjs.locale('en');
const day = dayjs.utc('2024-02-28T23:30:00Z');
postMessage([
  day.add(1, 'day').format('YYYY-MM-DD HH:mm'), day.endOf('month').toISOString(),
  day.locale('de').format('dddd, D. MMMM YYYY'), dayjs.utc('03/04/2024', 'DD/MM/YYYY').format(),
  dayjs.utc('2025-01-01').diff(day, 'day'), dayjs.duration(90, 'minutes').toISOString(),
  day.from(day.add(3, 'hour')), dayjs('nonsense').isValid(),
].join('\n'));
